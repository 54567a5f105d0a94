using System.Diagnostics;
using MnistPipeline.Data;
using MnistPipeline.Engines;
using MnistPipeline.Model;
using MnistPipeline.Training;
using static MnistPipeline.Tests.Training.SampleTraining;

namespace MnistPipeline.Tests.Training;

[TestClass]
public sealed class LeNet5TrainingTests
{
    [TestMethod]
    public void It_learns_digits_and_its_result_is_the_best_epoch()
    {
        var checkpoints = new List<Checkpoint>();
        var result = Train(Options, onEpochEnd: checkpoints.Add);
        Assert.IsGreaterThan(0.85, result.Best.ValidationAccuracy);
        Assert.IsFalse(result.Cancelled);
        Assert.AreEqual("softmax regression", result.Engine);
        Assert.AreSequenceEqual([1, 2, 3, 4], result.History.Select(epoch => epoch.Epoch).ToArray());
        Assert.AreEqual(result.History.Max(epoch => epoch.ValidationAccuracy), result.Best.ValidationAccuracy);
        Assert.AreSequenceEqual(checkpoints[result.Best.Epoch - 1].State.Average, result.Parameters.Values);
        Assert.IsLessThan(result.History[0].TrainLoss, result.History[^1].TrainLoss);
        Assert.IsTrue(result.History.All(epoch => epoch.ImagesPerSecond > 0 && epoch.Seconds > 0 && epoch.Epochs == 4));
        Assert.AreEqual(result.History.Sum(epoch => epoch.Seconds), result.Seconds);
    }

    [TestMethod]
    public void Epochs_that_get_worse_leave_the_best_one_alone()
    {
        var checkpoints = new List<Checkpoint>();
        var result = Train(Options, onEpochEnd: checkpoints.Add, createEngine: Forgetting);
        Assert.AreEqual(2, result.Best.Epoch);
        Assert.AreSequenceEqual([true, true, false, false], result.History.Select(epoch => epoch.IsBest));
        Assert.AreSequenceEqual(checkpoints[1].State.Average, result.Parameters.Values);
        Assert.AreSequenceEqual(result.Parameters.Values, Train(Options, from: checkpoints[2], createEngine: Forgetting).Parameters.Values);

        static IEngine Forgetting(LeNet5Parameters initial, OptimizerOptions optimizer, int threads)
        {
            SoftmaxRegressionEngine engine = null!;
            return engine = new(initial, optimizer)
            {
                BeforeStep = step =>
                {
                    if (step >= 2 * StepsPerEpoch)
                    {
                        engine.RestoreState(engine.CaptureState() with { Parameters = new float[initial.Values.Length], Average = new float[initial.Values.Length] });
                    }
                },
            };
        }
    }

    [TestMethod]
    [DataRow(0.98, 0.2, 0.97, 0.1, true)]
    [DataRow(0.97, 0.1, 0.98, 0.2, false)]
    [DataRow(0.98, 0.1, 0.98, 0.2, true)]
    [DataRow(0.98, 0.2, 0.98, 0.1, false)]
    [DataRow(0.98, 0.2, 0.98, 0.2, false)]
    public void Accuracy_decides_which_epoch_is_better_then_the_loss_then_who_was_first(
        double accuracy, double loss, double earlierAccuracy, double earlierLoss, bool better)
    {
        Assert.AreEqual(better, Epochs.Of(2, accuracy, loss).IsBestAfter([Epochs.Of(1, earlierAccuracy, earlierLoss)], tolerance: 0));
        Assert.IsTrue(Epochs.Of(1, accuracy, loss).IsBestAfter([], tolerance: 0));
    }

    [TestMethod]
    [DataRow(0.971, true)]
    [DataRow(0.969, false)]
    public void With_a_tolerance_a_later_epoch_is_taken_unless_it_is_worse_by_more_than_any_before(double accuracy, bool taken)
    {
        EpochMetrics[] earlier = [Epochs.Of(1, 0.99), Epochs.Of(2, 0.98) with { IsBest = true }];
        Assert.AreEqual(taken, Epochs.Of(3, accuracy, loss: 1).IsBestAfter(earlier, tolerance: 0.02));
    }

    [TestMethod]
    public void The_engine_gets_every_digit_of_each_epoch_and_the_rates_of_the_schedule()
    {
        SoftmaxRegressionEngine? engine = null;
        var result = Train(Options, createEngine: (initial, optimizer, _) => engine = new(initial, optimizer));
        Assert.AreEqual(4 * 3000, engine!.BatchSizes.Sum());
        Assert.AreEqual(3000 - 23 * 128, engine.BatchSizes[StepsPerEpoch - 1]);
        var expected = Enumerable.Range(0, 4 * StepsPerEpoch)
            .Select(step => Options.Schedule.RateAt(0.1f, Options.WarmUp, step, 4 * StepsPerEpoch)).ToArray();
        Assert.AreSequenceEqual(expected, engine.LearningRates);
        Assert.AreEqual(expected[2 * StepsPerEpoch - 1], result.History[1].LearningRate);
    }

    [TestMethod]
    public void A_training_that_diverges_names_the_epoch_and_the_rate_and_leaves_the_last_checkpoint()
    {
        var checkpoints = new List<Checkpoint>();
        var exception = Assert.ThrowsExactly<TrainingDivergedException>(() => Train(
            Options,
            onEpochEnd: checkpoints.Add,
            createEngine: (initial, optimizer, _) =>
            {
                SoftmaxRegressionEngine engine = null!;
                return engine = new(initial, optimizer)
                {
                    BeforeStep = step =>
                    {
                        if (step == 2 * StepsPerEpoch + 3)
                        {
                            engine.RestoreState(engine.CaptureState() with { Parameters = Enumerable.Repeat(float.NaN, initial.Values.Length).ToArray() });
                        }
                    },
                };
            }));
        Assert.AreEqual("The training diverged at epoch 3 with learning rate 0.1: choose a lower one.", exception.Message);
        Assert.HasCount(2, checkpoints);
        AssertSame(Train(Options), Train(Options, from: checkpoints[^1]));
    }

    [TestMethod]
    public void Progress_goes_forward_and_tells_what_is_left()
    {
        var reports = new List<TrainingProgress>();
        var training = new LeNet5Training(
            (initial, optimizer, _) => new SoftmaxRegressionEngine(initial, optimizer) { BeforeStep = _ => Thread.Sleep(6) },
            new TrainingDigits(Digits, new DigitsAsRead(Digits)),
            Validation,
            Options with { Epochs = 2 })
        {
            OnProgress = reports.Add,
        };
        var started = Stopwatch.GetTimestamp();
        _ = training.Run();
        Assert.IsGreaterThan(0, reports.Count);

        // At most four a second, however long the steps have taken.
        Assert.IsLessThanOrEqualTo(1 + Stopwatch.GetElapsedTime(started).TotalSeconds * 4, reports.Count);
        Assert.IsTrue(reports.All(report => report is { Epochs: 2, Images: 3000, ImagesDone: > 0, ImagesPerSecond: > 0, Loss: > 0 }));
        var done = reports.Select(report => report.Epoch * 3000 + report.ImagesDone).ToArray();
        Assert.AreSequenceEqual(done.Order().ToArray(), done);
        Assert.IsTrue(reports.All(report => report.TimeLeft > TimeSpan.Zero || (report.Epoch == 2 && report.ImagesDone == 3000)));
    }

    [TestMethod]
    public void Digits_that_are_not_there_are_bad_input()
    {
        var none = new DigitSet("nothing", [], [], Digits.Classes);
        Assert.Contains("nothing", Assert.Throws<BadInputException>(() => new TrainingDigits(none, new DigitsAsRead(none))).Message);
        var exception = Assert.Throws<BadInputException>(() => new LeNet5Training(
            (initial, optimizer, _) => new SoftmaxRegressionEngine(initial, optimizer), new TrainingDigits(Digits, new DigitsAsRead(Digits)), new DigitsAsRead(none), Options));
        Assert.Contains("nothing", exception.Message);
    }
}
