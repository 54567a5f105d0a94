using Microsoft.ML;
using MnistPipeline.Engines;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training;
using MnistPipeline.Tuning;

namespace MnistPipeline.Tests.Tuning;

[TestClass]
public sealed class HyperParameterSearchTests
{
    private static readonly LeNet5Options Start = new() { Epochs = 3, Seed = 5, Threads = 2 };

    private static readonly TuningOptions Options = new() { Trials = 9 };

    [TestMethod]
    public void A_trial_has_the_bits_of_a_training_of_its_own()
    {
        var data = MnistDigits.Take(0, 1200).ToDataView();
        using var folder = new TemporaryFolder();
        var search = Search(data, Start with { RunFolder = folder.Path }, Options);
        search.Run();
        var best = search.Best!;
        var alone = new MLContext().MulticlassClassification.Trainers.LeNet5(new LeNet5Options(best.Options)).Train(data);
        Assert.AreSequenceEqual(
            alone.Network.Parameters.Values, RunFolder.Within(folder.At("trials", $"{best.Number:D4}")).LoadCheckpoint()!.BestParameters);
        Assert.AreEqual(alone.Validation.Accuracy, best.Best!.ValidationAccuracy);
        Assert.AreEqual(best.Parameters, alone.Network.Parameters.Values.Length);
    }

    [TestMethod]
    public void The_trials_do_not_depend_on_how_many_train_side_by_side()
    {
        var data = MnistDigits.Take(0, 800).ToDataView();
        var (one, three) = (Searched(1), Searched(3));
        foreach (var (first, second) in one.Zip(three))
        {
            var common = Math.Min(first.History.Count, second.History.Count);
            Assert.IsGreaterThan(0, common);
            Assert.AreSequenceEqual(Losses(first, common), Losses(second, common));
        }

        IReadOnlyList<Trial> Searched(int threads)
        {
            var search = Search(data, Start with { Threads = threads }, Options);
            search.Run();
            return search.Trials;
        }

        static double[] Losses(Trial trial, int epochs) => [.. trial.History.Take(epochs).Select(epoch => epoch.ValidationLoss)];
    }

    [TestMethod]
    public void A_stopped_search_goes_on_from_its_folder_and_loses_what_was_under_way_at_most()
    {
        var data = MnistDigits.Take(0, 1200).ToDataView();
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var stopped = Search(data, Start with { RunFolder = folder.Path, CancellationToken = stop.Token }, Options);
        stopped.Run(trial =>
        {
            if (trial.Number == 5 && trial.History.Count > 0)
            {
                stop.Cancel();
            }
        });
        Assert.IsTrue(stopped.Trials.Any(trial => trial.State == TrialState.Waiting));

        var resumed = Search(data, Start with { RunFolder = folder.Path }, Options);
        foreach (var (before, after) in stopped.Trials.Zip(resumed.Trials))
        {
            Assert.AreEqual((before.State, before.History.Count), (after.State, after.History.Count));
        }

        List<int> trained = [];
        resumed.Run(trial => trained.Add(trial.Number));
        Assert.IsFalse(resumed.Trials.Any(trial => trial.State is TrialState.Waiting or TrialState.Running));
        Assert.IsFalse(trained.Any(number => stopped.Trials[number].State == TrialState.Finished), "What is finished is not trained again.");
        Assert.IsNotNull(resumed.Best);

        BadInput.Assert(() => _ = Search(data, Start with { RunFolder = folder.Path, Epochs = 4 }, Options), "other options");
    }

    [TestMethod]
    public void A_trial_that_diverges_is_out_and_the_others_go_on()
    {
        var start = Start with { Optimizer = OptimizerKind.Sgd, LearningRate = 0.02f, WarmUp = 0 };
        var search = Search(
            MnistDigits.Take(0, 600).ToDataView(), start, new TuningOptions { IsGrid = true, Ranges = new Dictionary<string, string> { ["learningRate"] = "0.02,10" } });
        search.Run();
        Assert.AreEqual("Finished,Finished,Diverged", string.Join(',', search.Trials.Select(trial => trial.State)));
        Assert.AreEqual(1, search.Best!.Number);
    }

    [TestMethod]
    public void With_a_cost_the_cheapest_is_chosen_that_reads_as_well_as_the_start()
    {
        var search = Search(MnistDigits.Take(0, 1200).ToDataView(), Start with { Network = new() { C5Neurons = 8, F6Neurons = 8, C1Kernels = 2 } }, new TuningOptions
        {
            IsGrid = true,
            Objective = Objective.Milliseconds,
            Ranges = new Dictionary<string, string> { ["c1Kernels"] = "2,16", ["c3Kernels"] = "8,40", ["c5Neurons"] = "64" },
        });
        Assert.IsNull(search.TimeLeft);
        search.Run();
        Assert.IsTrue(search.Trials.All(trial => trial.Milliseconds > 0));
        var enough = search.Trials.Skip(1).Where(trial => trial.Best!.ValidationAccuracy >= search.Trials[0].Best!.ValidationAccuracy).ToArray();
        Assert.AreNotEqual(0, enough.Length);
        Assert.AreEqual(enough.Min(trial => trial.Milliseconds), search.Best!.Milliseconds);
    }

    [TestMethod]
    public void The_time_limit_ends_it_with_what_there_is()
    {
        var search = Search(
            MnistDigits.Take(0, 400).ToDataView(), Start with { Epochs = 1000 }, Options with { Trials = 1000, TimeLimit = TimeSpan.FromSeconds(2) });
        search.Run();
        Assert.IsTrue(search.Trials.Any(trial => trial.History.Count > 0));
        Assert.IsFalse(search.Trials.Any(trial => trial.State is TrialState.Running or TrialState.Finished));
        Assert.IsNull(search.Best);
    }

    [TestMethod]
    public void What_cannot_be_searched_is_refused()
    {
        var data = MnistDigits.Take(0, 200).ToDataView();
        BadInput.Assert(() => _ = Search(data, Start, Options with { Trials = 0 }), "Trials");
        BadInput.Assert(() => _ = Search(data, Start, Options with { TimeLimit = TimeSpan.Zero }), "TimeLimit");
        BadInput.Assert(() => _ = Search(data, Start, Options with { IsGrid = true }), "grid");
        BadInput.Assert(() => _ = Search(data, Start with { Epochs = 0 }, Options), "Epochs");
        _ = Assert.ThrowsExactly<InvalidOperationException>(() => _ = Search(data, Start with { ReplaySet = data }, Options));
    }

    private static HyperParameterSearch Search(IDataView data, LeNet5Options start, TuningOptions options) => new LeNet5Trainer(start).Search(data, options);
}
