using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Engines.Plain;
using MnistPipeline.Model;
using MnistPipeline.Model.Strings;

namespace MnistPipeline.Tests.Engines;

[TestClass]
public sealed class RowScoringTests
{
    private static readonly int[] Columns = [28, 29, 31, 58, 90, 91, 137, 300];

    public static IEnumerable<object[]> Architectures => Examples.RandomArchitectures();

    [TestMethod]
    [DynamicData(nameof(Architectures))]
    public void The_windows_along_a_row_score_as_the_same_images_do(LeNet5Architecture architecture, int seed)
    {
        var parameters = LeNet5Parameters.Initialize(architecture, seed);
        using var scorer = new CpuScorer(parameters);
        foreach (var columns in Columns)
        {
            var row = Row(columns, seed);
            var windows = new byte[RowWindows.Count(columns) * Digit.Pixels];
            RowWindows.Cut(row, columns, windows);
            var expected = new float[RowWindows.Count(columns) * architecture.Classes];
            scorer.ComputeLogits(windows, expected);
            var actual = scorer.RowLogits(row, columns);
            var size = expected.Max(Math.Abs);
            for (var at = 0; at < expected.Length; at++)
            {
                Assert.AreEqual(expected[at], actual[at], 1e-5f * size, $"{columns} columns, logit {at}");
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Architectures))]
    public void Threads_vector_widths_and_earlier_rows_do_not_change_one_bit(LeNet5Architecture architecture, int seed)
    {
        var parameters = LeNet5Parameters.Initialize(architecture, seed);
        var rows = Columns.SelectMany(columns => Row(columns, seed)).ToArray();
        var expected = Columns.SelectMany(columns =>
        {
            using var scorer = new CpuScorer(parameters);
            return scorer.RowLogits(Row(columns, seed), columns);
        }).ToArray();
        foreach (var (threads, vectorBits) in new[] { (1, 128), (3, 256), (2, 512) })
        {
            using var engine = CpuEngine.Create(parameters, new OptimizerOptions(), threads, vectorBits);
            for (var time = 0; time < 2; time++)
            {
                var actual = new float[expected.Length];
                engine.ComputeRowLogits(rows, Columns, actual);
                CollectionAssert.AreEqual(expected, actual, $"{threads} threads, {vectorBits} bits");
            }
        }
    }

    [TestMethod]
    public void An_engine_that_knows_images_alone_scores_the_windows_of_each_row()
    {
        var parameters = LeNet5Parameters.Initialize(Examples.Default, 5);
        int[] columns = [58, 28, 41];
        var rows = columns.SelectMany(length => Row(length, 1)).ToArray();
        using IEngine fast = CpuEngine.Create(parameters, new OptimizerOptions(), 2);
        using IEngine plain = new PlainEngine(parameters, new OptimizerOptions());
        var (expected, actual) = (new float[columns.Sum(RowWindows.Count) * 10], new float[columns.Sum(RowWindows.Count) * 10]);
        plain.ComputeRowLogits(rows, columns, expected);
        fast.ComputeRowLogits(rows, columns, actual);
        for (var at = 0; at < expected.Length; at++)
        {
            Assert.AreEqual(expected[at], actual[at], 1e-5f);
        }
    }

    [TestMethod]
    public void Rows_of_wrong_lengths_are_refused()
    {
        using var engine = CpuEngine.Create(LeNet5Parameters.Initialize(Examples.Default, 1), new OptimizerOptions(), 1);
        Assert.ThrowsExactly<ArgumentException>(() => engine.ComputeRowLogits(new byte[27 * 28], [27], []));
        Assert.ThrowsExactly<ArgumentException>(() => engine.ComputeRowLogits(new byte[28 * 28], [29], new float[10]));
        Assert.ThrowsExactly<ArgumentException>(() => engine.ComputeRowLogits(new byte[28 * 30], [30], new float[10]));
        engine.ComputeRowLogits([], [], []);
    }

    private static byte[] Row(int columns, int seed)
    {
        var row = new byte[Digit.Size * columns];
        new Random(seed + columns).NextBytes(row);
        return row;
    }
}
