using MnistPipeline.Engines.Cpu;
using MnistPipeline.Engines.Cpu.Rows;
using MnistPipeline.Model.Strings;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training.Strings;

namespace MnistPipeline.Tests.Engines;

[TestClass]
public sealed class LoneDigitsTests
{
    private const int Count = 60;

    private static readonly StringComposer Composer = new(TrainedStringNetwork.Digits(MnistDigits.First(2000)));

    [TestMethod]
    public void A_digit_that_stands_apart_is_mostly_its_own_and_as_likely_without_its_neighbours()
    {
        using var scorer = new CpuScorer(TrainedStringNetwork.Network.Parameters);
        var own = 0;
        for (var number = 0; number < Count; number++)
        {
            var row = Row(number);
            var middle = row.Extents[1];
            var alone = row.Pixels.Select((ink, pixel) => pixel % row.Columns >= middle.First && pixel % row.Columns <= middle.Last ? ink : (byte)0).ToArray();
            var logs = LogsOf(scorer, row.Pixels, row.Columns, middle);
            CollectionAssert.AreEqual(LogsOf(scorer, alone, row.Columns, middle), logs);
            own += logs.Index().MaxBy(one => one.Item).Index == row.Text[1] ? 1 : 0;
        }

        Assert.IsGreaterThanOrEqualTo(0.9 * Count, own);
    }

    [TestMethod]
    public void What_is_cut_through_a_stroke_tells_half_as_much()
    {
        using var scorer = new CpuScorer(TrainedStringNetwork.Network.Parameters);
        var row = Row(1);
        var digit = row.Extents[1];
        var whole = LogsOf(scorer, row.Pixels, row.Columns, digit);
        var cut = LogsOf(scorer, row.Pixels, row.Columns, digit with { Last = (digit.First + digit.Last) / 2 });
        Assert.AreEqual(Math.Log(0.01), whole.Min(), 1e-9);
        Assert.AreEqual(Math.Log(0.01) / 2, cut.Min(), 1e-9);
    }

    private static StringRow Row(int number)
    {
        var random = SeededRandom.For(number, RandomPurpose.Composition);
        return Composer.Compose(3, Spacing.Apart, ref random);
    }

    // For each of the ten digits.
    private static double[] LogsOf(CpuScorer scorer, byte[] row, int columns, IndexRange place)
    {
        var digits = new LoneDigits(scorer, TrainedStringNetwork.Network.Metadata.Temperature, row, columns, [place]);
        return [.. Enumerable.Range(0, 10).Select(digit => digits.LogOf([digit], [place]))];
    }
}
