using MnistPipeline.Engines.Cpu;
using MnistPipeline.Engines.Cpu.Rows;
using MnistPipeline.Model;
using MnistPipeline.Model.Strings;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training.Strings;

namespace MnistPipeline.Tests.Engines;

[TestClass]
public sealed class RowTextsTests
{
    [TestMethod]
    public void A_row_that_leaves_a_doubt_is_read_at_least_as_well_after_other_looks_and_a_sure_one_as_before()
    {
        const int Count = 150;
        var network = TrainedStringNetwork.Network;
        using var scorer = new CpuScorer(network.Parameters);
        var reader = new RowTexts(scorer, network.Metadata.Temperature);
        var composer = new StringComposer(TrainedStringNetwork.Digits(MnistDigits.First(2000)));
        var (before, after, sure) = (0, 0, 0);
        for (var number = 0; number < Count; number++)
        {
            var random = SeededRandom.For(number, RandomPurpose.Composition);
            var row = composer.Compose(1 + number % 3, Spacing.Apart, ref random);
            var outputs = TemperatureScaling.Scaled(scorer.RowLogits(row.Pixels, row.Columns), network.Metadata.Temperature);
            var once = RankedTexts.Of(outputs, scorer.Classes, 0, 5, null);
            var (logits, texts) = reader.Read(row.Pixels, row.Columns, 0, 5, null);
            CollectionAssert.AreEqual(outputs, logits);
            before += once.Readings[0].Text.SequenceEqual(row.Text) ? 1 : 0;
            after += texts.Readings[0].Text.SequenceEqual(row.Text) ? 1 : 0;
            if (once.Confidence(0) >= 0.93)
            {
                sure++;
                CollectionAssert.AreEqual(once.Readings[0].Text, texts.Readings[0].Text);
                Assert.AreEqual(once.Confidence(0), texts.Confidence(0));
            }
        }

        Assert.IsTrue(sure is > 0 and < Count, $"{sure} sure");
        Assert.IsGreaterThanOrEqualTo(before, after);
    }
}
