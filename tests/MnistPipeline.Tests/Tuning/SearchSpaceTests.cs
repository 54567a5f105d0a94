using MnistPipeline.Model;
using MnistPipeline.Training;
using MnistPipeline.Tuning;

namespace MnistPipeline.Tests.Tuning;

[TestClass]
public sealed class SearchSpaceTests
{
    private static readonly TrainingOptions Start = new() { Epochs = 7, Momentum = 0.5f };

    [TestMethod]
    [DataRow(1)]
    [DataRow(10)]
    [DataRow(97)]
    public void Every_part_of_every_range_holds_one_point_of_the_hypercube(int count)
    {
        var points = new SearchSpace(Start, HyperParameter.DefaultRanges).LatinHypercube(count, seed: 4);
        Assert.HasCount(count, points);
        foreach (var one in HyperParameter.All)
        {
            var range = SearchRange.Parse(one, one.DefaultRange);
            double[] values = [.. points.Select(one.ValueIn).Order()];
            for (var part = 0; part < count; part++)
            {
                // The order of a choice's values is that of their writing, which is that of their numbers in the default ranges.
                Assert.IsGreaterThanOrEqualTo(range.At((double)part / count) * 0.99, values[part], one.Name);
                Assert.IsLessThanOrEqualTo(range.At((part + 1 - 1e-9) / count) * 1.01, values[part], one.Name);
            }
        }
    }

    [TestMethod]
    public void A_seed_gives_the_same_points_and_another_one_others()
    {
        var space = new SearchSpace(Start, HyperParameter.DefaultRanges);
        string[] first = Texts(1);
        CollectionAssert.AreEqual(first, Texts(1));
        Assert.HasCount(20, first.Distinct());
        Assert.IsFalse(first.Intersect(Texts(2)).Any());

        string[] Texts(int seed) => [.. space.LatinHypercube(20, seed).Select(point => point.ToJson())];
    }

    [TestMethod]
    public void What_is_not_varied_stays_as_the_start_has_it()
    {
        var space = new SearchSpace(Start, new Dictionary<string, string> { ["c1Kernels"] = "2..9", ["learningRate"] = "0.01" });
        Assert.AreEqual("c1Kernels", space.Varied.Single().Name);
        foreach (var point in space.LatinHypercube(8, seed: 0))
        {
            Assert.AreEqual(Start with { Network = Start.Network with { C1Kernels = point.Network.C1Kernels }, LearningRate = 0.01f }, point);
        }
    }

    [TestMethod]
    public void A_grid_has_every_combination_once_the_last_range_going_fastest()
    {
        var space = new SearchSpace(Start, new Dictionary<string, string>
        {
            ["activation"] = "relu,tanh",
            ["c1Kernels"] = "4..6",
            ["learningRate"] = "0.01,0.02",
        });
        var grid = space.Grid();
        var expected = from kernels in (int[])[4, 5, 6]
                       from activation in (Activation[])[Activation.Relu, Activation.Tanh]
                       from rate in (float[])[0.01f, 0.02f]
                       select Start with { Network = Start.Network with { C1Kernels = kernels, Activation = activation }, LearningRate = rate };
        CollectionAssert.AreEqual(expected.ToArray(), grid.ToArray());
    }

    [TestMethod]
    [DataRow("learningRate", "0.01..0.02", "learningRate")]
    [DataRow("c5Neurons", "1..4096", "")]
    public void A_grid_without_end_is_refused(string name, string range, string word) => BadInput.Assert(
        () => new SearchSpace(Start, new Dictionary<string, string> { [name] = range, ["f6Neurons"] = "1..4096" }).Grid(), word, "grid");

    [TestMethod]
    [DataRow("c1Kernels", "0..4", "C1Kernels")]
    [DataRow("c3Kernels", "16..257", "C3Kernels")]
    [DataRow("learningRate", "-1..1", "LearningRate")]
    [DataRow("augmentation", "0..100", "RotationDegrees")]
    [DataRow("kernels", "4", "c1Kernels")]
    public void What_nobody_can_train_is_refused(string name, string range, string word) =>
        BadInput.Assert(() => _ = new SearchSpace(Start, new Dictionary<string, string> { [name] = range }), word);
}
