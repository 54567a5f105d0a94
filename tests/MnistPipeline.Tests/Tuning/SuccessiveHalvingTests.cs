using MnistPipeline.Data;
using MnistPipeline.Tests.Training;
using MnistPipeline.Tuning;

namespace MnistPipeline.Tests.Tuning;

[TestClass]
public sealed class SuccessiveHalvingTests
{
    [TestMethod]
    [DataRow(1, "1")]
    [DataRow(2, "2")]
    [DataRow(3, "1,3")]
    [DataRow(12, "1,4,12")]
    [DataRow(60, "2,7,20,60")]
    public void A_rung_is_a_third_of_the_next(int epochs, string rungs) =>
        Assert.AreEqual(rungs, string.Join(',', SuccessiveHalving.Rungs(epochs)));

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(7)]
    public void Those_that_are_best_from_the_first_epoch_on_reach_the_end_and_most_others_do_not(int workers)
    {
        var random = SeededRandom.For(workers, RandomPurpose.Search);
        double[] accuracies = [.. Enumerable.Range(0, 81).Select(_ => (double)random.NextSingle())];
        var (trials, epochs) = Simulate(accuracies, workers, SuccessiveHalving.Rungs(9), ref random);
        var finished = trials.Where(trial => trial.State == TrialState.Finished).ToArray();
        foreach (var best in trials.OrderByDescending(trial => trial.BestOf(1)!.ValidationAccuracy).Take(81 / 9))
        {
            CollectionAssert.Contains(finished, best);
        }

        Assert.IsLessThan(81 / 3, finished.Length);
        Assert.IsLessThan(81 * 9 / 2, epochs);
        Assert.IsTrue(trials.All(trial => trial.History.Count > 0), "Every trial gets its first epochs.");
    }

    [TestMethod]
    public void A_grid_of_one_rung_trains_all_to_the_end_in_their_order()
    {
        var random = SeededRandom.For(1, RandomPurpose.Search);
        var (trials, epochs) = Simulate([0.1, 0.9, 0.5], 1, [6], ref random);
        Assert.IsTrue(trials.All(trial => trial.State == TrialState.Finished));
        Assert.AreEqual(18, epochs);
    }

    [TestMethod]
    public void One_that_was_interrupted_goes_on_first()
    {
        var halving = new SuccessiveHalving([1, 3, 9], Objective.Accuracy);
        Trial[] trials = [Trials.Of(1, 1, 0.9), Trials.Of(2, 5, 0.1), Trials.Of(3, 1, 0.5), Trials.Of(4, 0, 0, state: TrialState.Waiting)];
        Assert.AreEqual((trials[1], 9), halving.Next(trials));
    }

    [TestMethod]
    public void Diverged_trials_count_as_beaten_and_never_go_on()
    {
        var halving = new SuccessiveHalving([1, 3], Objective.Accuracy);
        Trial[] trials = [Trials.Of(1, 1, 0.2), Trials.Of(2, 0, 0, state: TrialState.Diverged), Trials.Of(3, 0, 0, state: TrialState.Diverged)];
        Assert.AreEqual((trials[0], 3), halving.Next(trials));
        Assert.IsNull(halving.Next([trials[0] with { State = TrialState.Running }, .. trials[1..]]));
    }

    [TestMethod]
    public void With_a_cost_the_small_network_that_none_beats_goes_on_before_the_larger_one_that_is_beaten()
    {
        var halving = new SuccessiveHalving([1, 3], Objective.Parameters);
        Trial[] trials = [
            Trials.Of(1, 1, 0.98, 100), Trials.Of(2, 1, 0.97, 100), Trials.Of(3, 1, 0.96, 10),
            Trials.Of(4, 1, 0.95, 200), Trials.Of(5, 1, 0.94, 200), Trials.Of(6, 1, 0.93, 200)];
        Assert.AreEqual((trials[0], 3), halving.Next(trials));
        trials[0] = trials[0] with { State = TrialState.Running };
        Assert.AreEqual((trials[2], 3), halving.Next(trials));
    }

    // Trials whose accuracy is known from the first epoch on, trained by workers that take turns at random.
    private static (Trial[] Trials, int Epochs) Simulate(double[] accuracies, int workers, IReadOnlyList<int> rungs, ref SeededRandom random)
    {
        var halving = new SuccessiveHalving(rungs, Objective.Accuracy);
        Trial[] trials = [.. accuracies.Select((_, index) => Trials.Of(index, 0, 0, state: TrialState.Waiting))];
        List<(int Number, int Epochs)> running = [];
        while (true)
        {
            while (running.Count < workers && halving.Next(trials) is var (next, until))
            {
                running.Add((next.Number, until));
                trials[next.Number] = next with { State = TrialState.Running };
            }

            if (running.Count == 0)
            {
                return (trials, trials.Sum(trial => trial.History.Count));
            }

            var done = random.NextIndex(running.Count);
            var (number, epochs) = running[done];
            running.RemoveAt(done);
            trials[number] = trials[number] with
            {
                History = [.. Enumerable.Range(1, epochs).Select(epoch => Epochs.Of(epoch, accuracies[number]))],
                State = epochs == rungs[^1] ? TrialState.Finished : TrialState.Paused,
            };
        }
    }
}
