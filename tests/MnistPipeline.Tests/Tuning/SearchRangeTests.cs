using MnistPipeline.Training;
using MnistPipeline.Tuning;

namespace MnistPipeline.Tests.Tuning;

[TestClass]
public sealed class SearchRangeTests
{
    [TestMethod]
    public void Every_hyper_parameter_takes_every_value_of_its_range_and_gives_it_back()
    {
        var start = new TrainingOptions();
        foreach (var one in HyperParameter.All)
        {
            var range = SearchRange.Parse(one, one.DefaultRange);
            Assert.IsTrue(range.Varies, one.Name);
            for (var share = 0.0; share < 1; share += 1.0 / 64)
            {
                var value = range.At(share);
                var options = one.LaidOver(start, value).Checked();
                Assert.AreEqual(value, one.ValueIn(options), 1e-6, one.Name);
                Assert.AreEqual(value, one.Parse(one.Format(value)), 1e-9, one.Name);
                Assert.IsFalse(HyperParameter.All.Any(other => other != one && other.ValueIn(options) != other.ValueIn(start)), "Nothing else changes.");
            }
        }
    }

    [TestMethod]
    public void The_recipe_keeps_its_bits_under_its_own_values()
    {
        foreach (var recipe in Recipes.Names.Select(TrainingOptions.Recipe))
        {
            var same = HyperParameter.All.Aggregate(recipe, (options, one) => one.LaidOver(options, one.ValueIn(options)));
            Assert.AreEqual(recipe, same);
        }
    }

    [TestMethod]
    [DataRow("c1Kernels", "4..12", 4, 12)]
    [DataRow("c5Neurons", "1..4096", 1, 4096)]
    [DataRow("learningRate", "0.001..0.1", 0.001, 0.1)]
    [DataRow("weightDecay", "0..0.3", 0, 0.3)]
    [DataRow("augmentation", "0..2", 0, 2)]
    [DataRow("batchSize", "32,256,64", 32, 64)]
    [DataRow("f6Neurons", "10", 10, 10)]
    [DataRow("activation", "relu, tanh", 1, 0)]
    public void A_range_goes_from_its_first_to_its_last_value(string name, string text, double first, double last)
    {
        var range = SearchRange.Parse(Named(name), text);
        Assert.AreEqual(first, range.At(0), 1e-12);
        Assert.AreEqual(last, range.At(1 - 1e-9), Math.Abs(last) / 100);
        Assert.AreEqual(name is not "f6Neurons", range.Varies);
    }

    [TestMethod]
    public void Every_whole_number_has_its_share()
    {
        var range = SearchRange.Parse(Named("c1Kernels"), "4..7");
        var counts = Enumerable.Range(0, 10_000).CountBy(index => range.At(index / 10_000.0)).ToDictionary();
        Assert.HasCount(4, counts);

        // Over the logarithm a number n has the share of the interval from n to n + 1.
        foreach (var (value, count) in counts)
        {
            Assert.AreEqual(10_000 * Math.Log((value + 1) / value) / Math.Log(8.0 / 4), count, 2);
        }
    }

    [TestMethod]
    [DataRow("c1Kernels", "4..", "''")]
    [DataRow("c1Kernels", "4.5", "whole number")]
    [DataRow("c1Kernels", "12..4", "lower end first")]
    [DataRow("c1Kernels", "many", "'many'")]
    [DataRow("c1Kernels", "1,000", "")]
    [DataRow("learningRate", "1e-3", "'1e-3'")]
    [DataRow("learningRate", "0,01..0,1", "")]
    [DataRow("activation", "relu..tanh", "tanh, relu")]
    [DataRow("pooling", "Maximum", "'Maximum'")]
    public void What_is_no_range_is_refused(string name, string text, string word)
    {
        if (text == "1,000")
        {
            // Two values, one of which nobody can train.
            BadInput.Assert(() => _ = new SearchSpace(new TrainingOptions(), new Dictionary<string, string> { [name] = text }), "C1Kernels");
            return;
        }

        BadInput.Assert(() => SearchRange.Parse(Named(name), text), name, word);
    }

    private static HyperParameter Named(string name) => HyperParameter.All.First(one => one.Name == name);
}
