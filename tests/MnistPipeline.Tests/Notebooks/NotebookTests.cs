using System.Xml.Linq;
using MnistPipeline.Notebooks;
using MnistPipeline.Tests.Stages;

namespace MnistPipeline.Tests.Notebooks;

/// <summary>The notebooks of the repository.</summary>
[TestClass]
public sealed class NotebookTests
{
    private static readonly string Folder = Path.Combine(TestFiles.Root, "notebooks");

    public static IEnumerable<object[]> Names =>
        Directory.GetFiles(Folder, "*.ipynb").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal).Select(name => new object[] { name! });

    [TestMethod]
    public void The_four_notebooks_are_there() => CollectionAssert.IsSubsetOf(
        new[] { "1-train", "2-look-inside", "3-fine-tune", "4-your-own-digits" }, Names.Select(name => (string)name[0]).ToArray());

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Every_cell_runs_in_order(string name)
    {
        var run = StageProcess.Run("MnistPipeline.Notebooks", Folder, "--check", name);
        Assert.AreEqual(0, run.ExitCode, run.Error);
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
    public void It_asks_for_each_package_of_the_library(string name)
    {
        var library = XDocument.Load(Path.Combine(TestFiles.Root, "src", "MnistPipeline", "MnistPipeline.csproj")).Descendants("PackageReference")
            .Where(package => package.Attribute("PrivateAssets") is null)
            .Select(package => (string)package.Attribute("Include")!);
        var asked = Read(name).CodeCells.SelectMany(cell => ReferenceLines.PackagesIn(cell.Code)).Select(package => package.Name);
        CollectionAssert.AreEquivalent(library.ToArray(), asked.ToArray());
    }

    private static Notebook Read(string name) => Notebook.Read(Path.Combine(Folder, name + ".ipynb"));
}
