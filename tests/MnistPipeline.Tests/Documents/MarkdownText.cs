using System.Text;
using System.Text.RegularExpressions;

namespace MnistPipeline.Tests.Documents;

/// <summary>A Markdown file of the repository: its headings, links and code.</summary>
internal sealed partial class MarkdownText
{
    private readonly List<string> _codeLines = [];
    private readonly List<string> _csharpBlocks = [];
    private readonly StringBuilder _prose = new();

    private MarkdownText(string path, IEnumerable<string> lines)
    {
        Path = path;
        StringBuilder? fenced = null;
        var language = "";
        var mayBeIndentedCode = true;
        foreach (var line in lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                if (fenced is not null && language == "csharp")
                {
                    _csharpBlocks.Add(fenced.ToString());
                }

                (fenced, language) = fenced is null ? (new StringBuilder(), line[3..].Trim()) : (null, "");
            }
            else if (fenced is not null)
            {
                _ = fenced.Append(line).Append('\n');
                _codeLines.Add(line);
            }
            else if (mayBeIndentedCode && line.StartsWith("    ", StringComparison.Ordinal))
            {
                _codeLines.Add(line[4..]);
            }
            else
            {
                _ = _prose.Append(line).Append('\n');
                mayBeIndentedCode = line.Length == 0;
            }
        }

        var prose = _prose.ToString();
        CodeSpans = [.. CodeSpan().Matches(prose).Select(match => match.Groups[1].Value.Replace('\n', ' '))];
        var withoutCode = CodeSpan().Replace(prose, "");
        Links = [.. Link().Matches(withoutCode).Select(match => match.Groups[1].Value + match.Groups[2].Value)];
        Anchors = Heading().Matches(prose).Select(match => Anchor(match.Groups[1].Value)).ToHashSet();
    }

    /// <summary>The file, from the folder of the solution on, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>The folder that relative links start from.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.Combine(TestFiles.Root, Path))!;

    /// <summary>Where the links lead, as written.</summary>
    public IReadOnlyList<string> Links { get; }

    /// <summary>What a link can name behind a <c>#</c>.</summary>
    public IReadOnlySet<string> Anchors { get; }

    /// <summary>What stands between backticks, on one line each.</summary>
    public IReadOnlyList<string> CodeSpans { get; }

    /// <summary>The lines of all blocks of code.</summary>
    public IReadOnlyList<string> CodeLines => _codeLines;

    /// <summary>The blocks of C#, whole.</summary>
    public IReadOnlyList<string> CSharpBlocks => _csharpBlocks;

    /// <summary>Reads a file.</summary>
    /// <param name="path">From the folder of the solution on.</param>
    public static MarkdownText Read(string path) => new(path, File.ReadAllLines(System.IO.Path.Combine(TestFiles.Root, path)));

    /// <summary>All Markdown files of the repository, but for those of folders that a build or a run makes.</summary>
    public static IEnumerable<MarkdownText> ReadAll() => Directory
        .EnumerateFiles(TestFiles.Root, "*.md", new EnumerationOptions { RecurseSubdirectories = true })
        .Select(file => System.IO.Path.GetRelativePath(TestFiles.Root, file).Replace('\\', '/'))
        .Where(path => !path.Split('/').Any(RepositoryPath.IsMade))
        .Select(Read);

    /// <summary>A heading's anchor: small letters, digits and hyphens for spaces.</summary>
    private static string Anchor(string heading) => NoAnchor().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)[^)]*\)|<([a-z]+:[^>\s]+)>")]
    private static partial Regex Link();

    [GeneratedRegex("^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{Nd} _-]")]
    private static partial Regex NoAnchor();
}
