using MnistPipeline.Tuning;

namespace MnistPipeline.Tests.Tuning;

[TestClass]
public sealed class ParetoFrontTests
{
    [TestMethod]
    public void The_front_is_of_those_that_no_other_beats_in_both()
    {
        var random = SeededRandom.For(5, RandomPurpose.Search);
        for (var round = 0; round < 200; round++)
        {
            // Few values, so that there are ties.
            Trial[] trials = [.. Enumerable.Range(1, 1 + random.NextIndex(30)).Select(number =>
                Trials.Of(number, 1, random.NextIndex(10) / 10.0, 1 + random.NextIndex(10), random.NextIndex(4) == 0 ? TrialState.Paused : TrialState.Finished))];
            Trial[] finished = [.. trials.Where(trial => trial.State == TrialState.Finished)];
            var front = ParetoFront.From(trials, Objective.Parameters);
            var unbeaten = finished.Where(trial => !finished.Any(other => Beats(other, trial))).Select(Key).ToHashSet();
            Assert.IsTrue(unbeaten.SetEquals(front.Select(Key)), "One of each point that nothing beats.");
            CollectionAssert.AreEqual(front.OrderBy(trial => trial.Parameters).ToArray(), front.ToArray());
        }
    }

    [TestMethod]
    public void Every_trial_is_ranked_once_and_behind_those_that_beat_it()
    {
        var random = SeededRandom.For(6, RandomPurpose.Search);
        for (var round = 0; round < 100; round++)
        {
            Trial[] trials = [.. Enumerable.Range(1, 25).Select(number => Trials.Of(number, 1, random.NextIndex(10) / 10.0, 1 + random.NextIndex(10)))];
            var ranked = ParetoFront.Ranked(trials, Objective.Parameters, trial => trial.Best!).ToList();
            CollectionAssert.AreEquivalent(trials, ranked);
            foreach (var (place, trial) in ranked.Index())
            {
                Assert.IsFalse(ranked.Take(place).Any(before => Beats(trial, before)));
            }
        }
    }

    [TestMethod]
    public void For_accuracy_alone_the_rank_is_that_of_the_accuracy_then_of_the_loss()
    {
        var loss = 0.5;
        Trial[] trials = [.. ((double[])[0.9, 0.99, 0.95, 0.99, 0.9]).Select((accuracy, index) => Trials.Of(index + 1, 1, accuracy) with
        {
            History = [MnistPipeline.Tests.Training.Epochs.Of(1, accuracy, loss -= 0.1)],
        })];
        CollectionAssert.AreEqual((int[])[4, 2, 3, 5, 1], ParetoFront.Ranked(trials, Objective.Accuracy, trial => trial.Best!).Select(trial => trial.Number).ToArray());
    }

    private static (int, double) Key(Trial trial) => (trial.Parameters, trial.Best!.ValidationAccuracy);

    private static bool Beats(Trial one, Trial other) => Key(one) != Key(other)
        && one.Parameters <= other.Parameters && one.Best!.ValidationAccuracy >= other.Best!.ValidationAccuracy;
}
