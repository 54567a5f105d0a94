using System.Text.RegularExpressions;
using MnistPipeline.Tests.Stages;

namespace MnistPipeline.Tests;

/// <summary>What the pages for people say is there is there.</summary>
[TestClass]
public sealed partial class ReadmeTests
{
    private static readonly string[] Pages =
        ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "data/README.md", "src/MnistPipeline/README.md", "src/MnistPipeline.TensorFlow/README.md"];

    private static IEnumerable<(string Page, string Text)> Texts => Pages.Select(page => (page, File.ReadAllText(Path.Combine(TestFiles.Root, page))));

    [TestMethod]
    public void EveryLinkLeadsToAFileOrIsAWholeAddress()
    {
        foreach (var (page, text) in Texts)
        {
            foreach (var target in Links().Matches(text).Select(link => link.Groups[1].Value))
            {
                if (target.Contains("://", StringComparison.Ordinal))
                {
                    Assert.IsTrue(Uri.TryCreate(target, UriKind.Absolute, out var address) && address.Scheme == "https", $"{page}: {target}");
                    continue;
                }

                var parts = target.Split('#');
                var file = Path.Combine(TestFiles.Root, Path.GetDirectoryName(page)!, parts[0] == "" ? Path.GetFileName(page) : parts[0]);
                Assert.IsTrue(File.Exists(file) || Directory.Exists(file), $"{page}: {target}");
                Assert.IsTrue(parts.Length == 1 || Anchors(file).Contains(parts[1]), $"{page}: {target}");
            }
        }
    }

    [TestMethod]
    public void EveryPathOfTheRepositoryIsThere()
    {
        var count = 0;
        foreach (var (page, text) in Texts)
        {
            foreach (var path in Paths().Matches(text).Select(path => path.Value.TrimEnd('.', '/')))
            {
                count++;
                var full = Path.Combine(TestFiles.Root, path);
                Assert.IsTrue(File.Exists(full) || Directory.Exists(full), $"{page}: {path}");
            }
        }

        Assert.IsGreaterThan(20, count);
    }

    [TestMethod]
    public void EveryOptionOfACommandIsOneOfItsProgram()
    {
        var helps = new Dictionary<string, string>();
        foreach (var (page, text) in Texts)
        {
            foreach (var command in Commands().Matches(text).Select(command => (Program: command.Groups[1].Value, Options: command.Groups[2].Value)))
            {
                Assert.IsTrue(Directory.Exists(Path.Combine(TestFiles.Root, "pipelines", command.Program)), $"{page}: {command.Program}");
                if (!helps.TryGetValue(command.Program, out var help))
                {
                    var program = command.Program == "Serve" ? ServeProcess.Program : command.Program;
                    helps[command.Program] = help = StageProcess.Run(program, TestFiles.Root, "--help").Output;
                }

                foreach (var option in Options().Matches(command.Options).Select(option => option.Value))
                {
                    StringAssert.Matches(help, new(Regex.Escape(option) + "[ ,]"), $"{page}: {command.Program} {option}");
                }
            }
        }

        Assert.IsGreaterThan(4, helps.Count);
    }

    // As the places where code is read make them of headings.
    private static IEnumerable<string> Anchors(string file) => Headings().Matches(File.ReadAllText(file)).Select(heading =>
        NoAnchor().Replace(heading.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"(?<![\w./-])(src|pipelines|tests|notebooks|data)/[\w./-]*\w")]
    private static partial Regex Paths();

    [GeneratedRegex(@"--project pipelines/(\w+)(?: -p:\S+)?(?: -- ([^\n`]*))?")]
    private static partial Regex Commands();

    [GeneratedRegex(@"(?<=^|\s)--[a-z][a-z0-9-]*")]
    private static partial Regex Options();

    [GeneratedRegex(@"^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}
