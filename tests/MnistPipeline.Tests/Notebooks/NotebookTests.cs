using System.Text.RegularExpressions;
using System.Xml.Linq;
using MnistPipeline.Notebooks;

namespace MnistPipeline.Tests.Notebooks;

/// <summary>The notebooks of the repository.</summary>
[TestClass]
public sealed partial class NotebookTests
{
    private static readonly string Folder = Path.Combine(TestFiles.Root, "notebooks");

    public TestContext TestContext { get; set; } = null!;

    public static IEnumerable<object[]> Names =>
        Directory.GetFiles(Folder, "*.ipynb").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal).Select(name => new object[] { name! });

    [TestMethod]
    public void The_five_notebooks_are_there() => CollectionAssert.IsSubsetOf(
        new[] { "1-train", "2-look-inside", "3-fine-tune", "4-your-own-digits", "5-whole-numbers" }, Names.Select(name => (string)name[0]).ToArray());

    // The others train for a minute each, as the tests of the stages do; tests/MnistPipeline.Notebooks runs all.
    public static IEnumerable<object[]> QuickNames => Names.Where(name => (string)name[0] is "2-look-inside" or "5-whole-numbers");

    [TestMethod]
    [DynamicData(nameof(QuickNames))]
    [Timeout(600_000, CooperativeCancellation = true)]
    public void Every_cell_runs_in_the_kernel_without_a_fault_or_a_warning(string name)
    {
        NotebookRunTests.NeedKernel();
        Read(name).Run(TestContext.CancellationToken);
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Every_saved_output_is_of_the_code_that_stands_there(string name)
    {
        int[] outOfDate = [.. Read(name).CodeCells.Where(cell => !cell.IsUpToDate).Select(cell => cell.Number)];
        Assert.IsEmpty(
            outOfDate,
            $"Out of date: {name} cell {string.Join(", ", outOfDate)}; run dotnet run -c Release --project tests/MnistPipeline.Notebooks -- {name} to refresh what they show.");
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void It_reads_well_where_nothing_runs_it(string name)
    {
        var notebook = Read(name);
        var shown = notebook.CodeCells.SelectMany(cell => cell.Outputs).SelectMany(output => output!["data"]?.AsObject().Select(data => data.Key) ?? ["stream"]).ToHashSet();
        Assert.Contains("image/png", shown);
        Assert.Contains("text/html", shown);
        Assert.Contains("text/plain", shown);
        Assert.IsLessThan(700_000, new FileInfo(notebook.Path).Length);
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void It_asks_for_the_packages_of_the_libraries_that_it_loads_in_their_versions(string name)
    {
        var code = string.Concat(Read(name).CodeCells.Select(cell => cell.Code + "\n"));
        var versions = XDocument.Load(Path.Combine(TestFiles.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => (string)package.Attribute("Include")!, package => Lowest((string)package.Attribute("Version")!));
        var packages = Library().Matches(code)
            .SelectMany(library => XDocument.Load(Path.Combine(TestFiles.Root, "src", library.Groups["name"].Value, library.Groups["name"].Value + ".csproj")).Descendants("PackageReference"))
            .Where(package => package.Attribute("PrivateAssets") is null)
            .Select(package => (string)package.Attribute("Include")!)
            .Distinct()
            .Select(package => $"{package}, {versions[package]}");
        CollectionAssert.AreEquivalent(packages.ToArray(), Package().Matches(code).Select(package => package.Groups["package"].Value).ToArray());

        // Of a range such as [2.88.9, 3) NuGet takes the lowest version.
        static string Lowest(string version) => version.TrimStart('[').Split(',')[0];
    }

    [GeneratedRegex("""^#r "nuget: (?<package>[^"]+)"$""", RegexOptions.Multiline)]
    private static partial Regex Package();

    [GeneratedRegex("""^#r "\.\./src/(?<name>[^"/]+)/""", RegexOptions.Multiline)]
    private static partial Regex Library();

    private static Notebook Read(string name) => Notebook.Read(Path.Combine(Folder, name + ".ipynb"));
}
