using System.Runtime.CompilerServices;

namespace MnistPipeline.Tests;

/// <summary>Where the tests find real data.</summary>
internal static class TestFiles
{
    /// <summary>The folder of MnistPipeline.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>MNIST as it was published.</summary>
    public static string Mnist => Path.Combine(Root, "data", "mnist");

    /// <summary>Semeion as it was published.</summary>
    public static string Semeion => Path.Combine(Root, "data", "semeion");

    /// <summary>A file of golden values, or a skipped test where the folder beside the project is absent.</summary>
    public static string Golden(string file)
    {
        var path = Path.GetFullPath(Path.Combine(Root, "..", "shared", "golden", file));
        if (!File.Exists(path))
        {
            Assert.Inconclusive($"Skipped: the golden values are not there ({path}).");
        }

        return path;
    }

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MnistPipeline.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
    }
}
