using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests;

/// <summary>The packages, made of what was built for these tests.</summary>
[TestClass]
public sealed partial class PackageTests
{
    private const string Version = "0.1.0-tested";

    private static readonly string[] Packages = ["MnistPipeline", "MnistPipeline.TensorFlow"];

    private static readonly Lazy<TemporaryFolder> Feed = new(() =>
    {
        var folder = new TemporaryFolder();
        var configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!;
        foreach (var package in Packages)
        {
            var packed = DotNet(
                TestFiles.Root, "pack", Path.Combine("src", package), "--no-build", "-c", configuration, "-o", folder.Path, $"-p:Version={Version}", "-p:TensorFlow=none");
            Assert.AreEqual(0, packed.ExitCode, packed.Output);
            Assert.DoesNotContain("warn", packed.Output);
        }

        return folder;
    });

    [ClassCleanup]
    public static void RemoveFeed()
    {
        if (Feed.IsValueCreated)
        {
            Feed.Value.Dispose();
        }
    }

    [TestMethod]
    [DataRow("MnistPipeline", "Google.Protobuf,Microsoft.ML,Microsoft.ML.ImageAnalytics,Microsoft.ML.OnnxRuntime,Microsoft.ML.OnnxTransformer,SkiaSharp,SkiaSharp.NativeAssets.Linux.NoDependencies,System.Numerics.Tensors")]
    [DataRow("MnistPipeline.TensorFlow", "MnistPipeline,Google.Protobuf")]
    public void APackageHasItsLibraryDocsIconReadmeLicenceAndSymbolsAndNothingElse(string package, string dependencies)
    {
        using var content = ZipFile.OpenRead(Feed.Value.At($"{package}.{Version}.nupkg"));
        string[] expected = ["LICENSE", "README.md", "icon.png", $"lib/net10.0/{package}.dll", $"lib/net10.0/{package}.xml", $"{package}.nuspec"];
        CollectionAssert.AreEquivalent(expected, content.Entries.Select(entry => entry.FullName).Where(name => !PackagingFile().IsMatch(name)).ToArray());

        using var stream = content.GetEntry($"{package}.nuspec")!.Open();
        var metadata = XDocument.Load(stream).Root!.Elements().Single();
        Assert.AreEqual("MIT", Field("license").Value);
        Assert.AreEqual("icon.png", Field("icon").Value);
        Assert.AreEqual("README.md", Field("readme").Value);
        Assert.AreNotEqual("Package Description", Field("description").Value);
        var named = metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value).ToArray();
        CollectionAssert.IsSubsetOf(dependencies.Split(','), named);
        Assert.IsFalse(named.Any(name => name.StartsWith("Grpc", StringComparison.Ordinal) || name.Contains("Analyzers", StringComparison.Ordinal)), "What only builds is nobody's dependency.");

        using var symbols = ZipFile.OpenRead(Feed.Value.At($"{package}.{Version}.snupkg"));
        Assert.IsNotNull(symbols.GetEntry($"lib/net10.0/{package}.pdb"));

        XElement Field(string name) => metadata.Elements().Single(element => element.Name.LocalName == name);
    }

    [TestMethod]
    public void AFreshProjectTrainsWithTheTenLinesOfTheReadme()
    {
        using var folder = new TemporaryFolder();
        WrittenDigits.WritePair(folder, MnistDigits.Take(0, 2400), "data/mnist/train-");
        WrittenDigits.WritePair(folder, MnistDigits.First(600), "data/mnist/t10k-");
        File.WriteAllText(folder.At("Fresh.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <!-- The packages under test go to a folder of their own; all others lie where the restore of this repository put them. -->
                <RestorePackagesPath>packages</RestorePackagesPath>
                <RestoreFallbackFolders>{GlobalPackages()}</RestoreFallbackFolders>
                <RestoreAdditionalProjectSources>{Feed.Value.Path}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="MnistPipeline.TensorFlow" Version="{Version}" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(folder.At("Program.cs"), CodeOf(Path.Combine(TestFiles.Root, "README.md")));
        var other = CodeOf(Path.Combine(TestFiles.Root, "src", "MnistPipeline.TensorFlow", "README.md"));
        File.WriteAllText(
            folder.At("Other.cs"), $"{string.Concat(Usings().Matches(other).Select(line => line.Value))}static class Other {{ static void Compiles() {{ {Usings().Replace(other, "")} }} }}");

        var run = DotNet(folder.Path, "run");
        Assert.AreEqual(0, run.ExitCode, run.Output);
        StringAssert.Matches(run.Output, new("accuracy 9[0-9]\\.[0-9]+ ?%"));
        Assert.IsGreaterThan(0, new FileInfo(folder.At("model.zip")).Length);
        CollectionAssert.AreEquivalent(
            Packages.Select(package => package.ToLowerInvariant()).ToArray(), Directory.GetDirectories(folder.At("packages")).Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    public void ThePackagesReadmeHasTheLinesOfTheRepositorys() => Assert.AreEqual(
        CodeOf(Path.Combine(TestFiles.Root, "README.md")), CodeOf(Path.Combine(TestFiles.Root, "src", "MnistPipeline", "README.md")));

    private static string CodeOf(string readme) => Code().Match(File.ReadAllText(readme).ReplaceLineEndings("\n")).Groups[1].Value;

    private static string GlobalPackages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static (int ExitCode, string Output) DotNet(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0", ["DOTNET_CLI_UI_LANGUAGE"] = "en" },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    [GeneratedRegex(@"^(_rels/|package/|\[Content_Types\])")]
    private static partial Regex PackagingFile();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("^using [A-Z].*;$", RegexOptions.Multiline)]
    private static partial Regex Usings();
}
