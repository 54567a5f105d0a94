using System.Text.RegularExpressions;

namespace MnistPipeline.Tests.Documents;

/// <summary>Tells the repository's paths from other words.</summary>
internal static partial class RepositoryPath
{
    private static readonly string[] TopFolders =
        [.. Directory.GetDirectories(TestFiles.Root).Select(folder => Path.GetFileName(folder)).Where(name => !IsMade(name))];

    /// <summary>Whether a folder of this name is made by a build or a run.</summary>
    public static bool IsMade(string name) => name is "bin" or "obj" or "runs" or "TestResults" or ".git";

    /// <summary>Whether a word is meant as a path of the repository: it starts with one of its top folders, or is a document.</summary>
    public static bool IsOne(string word) =>
        Word().IsMatch(word) && (TopFolders.Contains(word.Split('/')[0]) && word.Contains('/') || word.EndsWith(".md", StringComparison.Ordinal));

    /// <summary>Whether there is such a file or folder.</summary>
    /// <param name="path">The path, from the folder of the solution on.</param>
    public static bool Exists(string path) => Path.Exists(Path.Combine(TestFiles.Root, path));

    [GeneratedRegex(@"^[\w.-]+(/[\w.-]+)*/?$")]
    private static partial Regex Word();
}
