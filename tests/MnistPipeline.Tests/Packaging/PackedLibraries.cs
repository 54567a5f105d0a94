using System.Text.Json;

namespace MnistPipeline.Tests.Packaging;

/// <summary>The solution, packed once for all tests from what was built for them.</summary>
internal static class PackedLibraries
{
    private static readonly Lazy<TemporaryFolder> Packed = new(Pack);

    /// <summary>The folder of the packages and their symbols, and of nothing else.</summary>
    public static string Folder => Packed.Value.At("packages");

    /// <summary>The libraries' version, as in <c>0.2.0</c>.</summary>
    public static string Version { get; } = typeof(LeNet5Trainer).Assembly.GetName().Version!.ToString(3);

    /// <summary>A package of this version.</summary>
    /// <param name="id">Its name, such as <c>MnistPipeline</c>.</param>
    /// <param name="ending"><c>nupkg</c> or <c>snupkg</c>.</param>
    public static string PathOf(string id, string ending = "nupkg") => Path.Combine(Folder, $"{id}.{Version}.{ending}");

    /// <summary>
    /// The folders in which NuGet unpacked what these tests were built with: with them a program restores our packages without
    /// asking a feed, and without putting ours among the user's.
    /// </summary>
    public static IReadOnlyList<string> UnpackedPackages()
    {
        var assets = Path.Combine(TestFiles.Root, "tests", "MnistPipeline.Tests", "obj", "project.assets.json");
        using var json = JsonDocument.Parse(File.ReadAllBytes(assets));
        return [.. json.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name)];
    }

    /// <summary>Removes the packages.</summary>
    public static void Remove()
    {
        if (Packed.IsValueCreated)
        {
            Packed.Value.Dispose();
        }
    }

    private static TemporaryFolder Pack()
    {
        var folder = new TemporaryFolder();
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var tensorFlow = File.Exists(Path.Combine(AppContext.BaseDirectory, "Microsoft.ML.TensorFlow.dll")) ? "system" : "none";
        _ = DotNet.Run(
            TestFiles.Root, UnpackedPackages()[0], "pack", "MnistPipeline.sln", "--no-build", "-m:1", "-c", configuration, "-warnaserror",
            "-o", folder.At("packages"), $"-p:NuspecOutputPath={folder.At("nuspec")}/", $"-p:TensorFlow={tensorFlow}");
        return folder;
    }
}
