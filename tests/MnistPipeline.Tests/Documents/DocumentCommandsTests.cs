using System.Text.RegularExpressions;
using MnistPipeline.Tests.Stages;

namespace MnistPipeline.Tests.Documents;

[TestClass]
public sealed partial class DocumentCommandsTests
{
    private static readonly string[] Programs =
    [
        .. Directory.GetDirectories(Path.Combine(TestFiles.Root, "pipelines")).Select(folder => Path.GetFileName(folder))
            .Concat(["MnistPipeline.Benchmarks", "MnistPipeline.Conditions", "MnistPipeline.DefaultModel", "MnistPipeline.Hostility"])
            .Where(name => File.Exists(PathOf(name) + ".runtimeconfig.json")),
    ];

    private static readonly Lazy<Dictionary<string, HashSet<string>>> Options = new(() => Programs.ToDictionary(program => program, OptionsOf));

    [TestMethod]
    public void Every_command_names_a_project_and_options_that_it_has()
    {
        var commands = MarkdownText.ReadAll().SelectMany(document => document.CodeSpans.Concat(document.CodeLines))
            .Select(code => RunCommand().Match(code)).Where(match => match.Success)
            .Select(match => (Text: match.Value, Project: match.Groups[1].Value, Arguments: match.Groups[2].Value)).ToList();
        Assert.IsGreaterThan(5, commands.Count);
        foreach (var (text, project, arguments) in commands)
        {
            var program = Path.GetFileName(project);
            Assert.IsTrue(File.Exists(Path.Combine(TestFiles.Root, project, program + ".csproj")), text);
            foreach (var option in LongOption().Matches(arguments).Select(match => match.Value))
            {
                Assert.IsTrue(Options.Value.TryGetValue(program, out var known) && known.Contains(option), $"{program} has no {option}: {text}");
            }
        }
    }

    [TestMethod]
    public void Every_option_that_the_pages_explain_belongs_to_a_program()
    {
        var known = Options.Value.Values.SelectMany(options => options).ToHashSet();
        var named = MarkdownText.ReadAll().Where(page => page.Path.StartsWith("docs/", StringComparison.Ordinal)).SelectMany(page => page.CodeSpans).Where(span => span.StartsWith("--", StringComparison.Ordinal))
            .SelectMany(span => LongOption().Matches(span)).Select(match => match.Value).ToHashSet();
        Assert.IsGreaterThan(10, named.Count);
        var unknown = named.Except(known).ToArray();
        Assert.IsEmpty(unknown, string.Join(' ', unknown));
    }

    // Serve has a folder of its own, without this library.
    private static string PathOf(string program) => program == "Serve" ? ServeProcess.Program : Path.Combine(AppContext.BaseDirectory, program);

    private static HashSet<string> OptionsOf(string program)
    {
        var help = StageProcess.Run(PathOf(program), TestFiles.Root, "--help");
        Assert.AreEqual(0, help.ExitCode, help.Error);
        return [.. LongOption().Matches(help.Output).Select(match => match.Value)];
    }

    [GeneratedRegex(@"dotnet run .*--project (\S+)(?:[^`]*? -- (.*))?")]
    private static partial Regex RunCommand();

    [GeneratedRegex("(?<![^ ,`(\\[|])--[a-z][a-z0-9-]*")]
    private static partial Regex LongOption();
}
