using MnistPipeline.Benchmarks;
using MnistPipeline.Training;

namespace MnistPipeline.Tests.Benchmarks;

[TestClass]
public sealed class RoundTests
{
    [TestMethod]
    public void Cores_that_take_the_next_item_when_they_are_free_are_done_within_Grahams_bounds()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 500; trial++)
        {
            var round = new Round("", [.. Enumerable.Range(0, 1 + random.Next(40)).Select(_ => random.NextDouble())]);
            var (sum, longest) = (round.Seconds.Sum(), round.Seconds.Max());
            Assert.AreEqual(sum, round.SecondsOn(1), 1e-9);
            Assert.AreEqual(longest, round.SecondsOn(round.Seconds.Count), 1e-9);
            for (var cores = 2; cores < 20; cores++)
            {
                Assert.IsInRange(Math.Max(sum / cores, longest) - 1e-9, sum / cores + longest * (cores - 1) / cores + 1e-9, round.SecondsOn(cores));
            }
        }
    }

    [TestMethod]
    public void Every_round_of_a_step_of_the_default_recipe_has_work_for_fifteen_threads_or_more()
    {
        using var items = new StepItems(new TrainingOptions(), vectorBits: 128);
        foreach (var round in items.Take())
        {
            Assert.IsGreaterThanOrEqualTo(15, round.Seconds.Count, round.Name);
        }
    }
}
