using MnistPipeline.Benchmarks;

namespace MnistPipeline.Tests.Benchmarks;

[TestClass]
public sealed class FiguresTests
{
    [TestMethod]
    [DataRow("AMD EPYC 9R14", "amd-epyc-9r14-8-cores-256-bit")]
    [DataRow("Intel(R) Core(TM) i7-8700K CPU @ 3.70GHz", "intel-core-i7-8700k-cpu-3-70ghz-8-cores-256-bit")]
    public void The_files_are_named_by_the_processor(string processor, string name) => Assert.AreEqual(name, Of(processor).FileName);

    [TestMethod]
    public void They_are_kept_as_JSON_and_as_Markdown()
    {
        using var folder = new TemporaryFolder();
        var figures = Of("A", new FigureTable("steps", "images/s", "of ours", [Figure.From("ours", [3, 1, 2]), Figure.From("theirs", [0.51, 0.5, 0.49], 0.25)]));
        var path = figures.Write(folder.At("kept"));
        Assert.AreEqual("a-8-cores-256-bit.json", Path.GetFileName(path));
        var read = Figures.Load(path);
        Assert.AreEqual(figures.Processor, read.Processor);
        Assert.AreSequenceEqual(figures.Tables[0].Rows, read.Tables[0].Rows);
        var markdown = File.ReadAllText(Path.ChangeExtension(path, ".md"));
        Assert.Contains("| steps  | images/s |  middle half | of ours |", markdown);
        Assert.Contains("| theirs |      0.5 | 0.49 to 0.51 |    25 % |", markdown);
    }

    [TestMethod]
    public void A_change_is_told_where_the_middle_halves_lie_apart()
    {
        var before = Of("A", new FigureTable("steps", "images/s", null, [Figure.From("faster", [9, 10, 11]), Figure.From("same", [9, 10, 11]), Figure.From("slower", [9, 10, 11]), Figure.From("gone", [1])]));
        var after = Of("A", new FigureTable("steps", "images/s", null, [Figure.From("faster", [19, 20, 21]), Figure.From("same", [10, 11, 12]), Figure.From("slower", [5, 5, 5]), Figure.From("new", [1])]));
        var lines = FiguresText.Comparison(before, after).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(5, lines);
        Assert.Contains("2.00 |         more |", lines[2]);
        Assert.Contains("1.10 |              |", lines[3]);
        Assert.Contains("0.50 |         less |", lines[4]);
    }

    private static Figures Of(string processor, params FigureTable[] tables) => new(processor, 8, 256, "10.0.0", tables);
}
