using MnistPipeline.Data;
using MnistPipeline.Engines;
using MnistPipeline.Model;
using MnistPipeline.Training;

namespace MnistPipeline.Tests.Training;

[TestClass]
public sealed class LeNet5TrainingTests
{
    private const int StepsPerEpoch = 24;

    private static DigitSet Digits { get; } = MnistSample.Take(0, 3000);
    private static DigitSet Validation { get; } = MnistSample.Take(55_000, 500);

    private static TrainingOptions Options { get; } = new()
    {
        Epochs = 4,
        BatchSize = 128,
        LearningRate = 0.1f,
        Optimizer = OptimizerKind.Sgd,
        Augmentation = new() { RotationDegrees = 3, ShiftPixels = 0.5f, ScaleShare = 0.05f, Shear = 0.05f },
        Seed = 3,
    };

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
    public void It_goes_on_from_the_checkpoint_of_any_epoch_to_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        var run = RunFolder.Open(folder.Path);
        var saved = new List<byte[]>();
        var whole = Train(Options, onEpochEnd: checkpoint =>
        {
            run.Save(checkpoint);
            saved.Add(File.ReadAllBytes(run.CheckpointPath));
        });
        foreach (var file in saved)
        {
            File.WriteAllBytes(run.CheckpointPath, file);
            var resumed = Train(Options with { Threads = 1 }, from: run.ReadCheckpoint());
            AssertSame(whole, resumed);
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(StepsPerEpoch - 1)]
    [DataRow(StepsPerEpoch)]
    [DataRow(StepsPerEpoch + 7)]
    [DataRow(3 * StepsPerEpoch + 2)]
    public void Stopped_at_any_step_it_keeps_the_best_and_goes_on_to_the_same_bits(int stopAfter)
    {
        Checkpoint? last = null;
        using var stop = new CancellationTokenSource();
        var stopped = Train(
            Options,
            onEpochEnd: checkpoint => last = checkpoint,
            createEngine: Stopping(stop, stopAfter),
            cancellation: stop.Token);
        var finished = stopAfter / StepsPerEpoch;
        Assert.IsTrue(stopped.Cancelled);
        Assert.HasCount(finished, stopped.History);
        Assert.AreEqual(finished, last?.History.Count ?? 0);
        Assert.IsGreaterThan(0.1, stopped.Best.ValidationAccuracy);
        Assert.IsGreaterThan(0, stopped.Seconds);
        Assert.IsGreaterThan(0, stopped.ImagesPerSecond);
        Assert.IsTrue(stopped.Parameters.Values.Any(value => value != 0));
        AssertSame(Train(Options), Train(Options, from: last));
    }

    [TestMethod]
    public void Stopped_at_its_last_step_it_is_finished()
    {
        using var stop = new CancellationTokenSource();
        var result = Train(Options, createEngine: Stopping(stop, 4 * StepsPerEpoch), cancellation: stop.Token);
        Assert.IsFalse(result.Cancelled);
        AssertSame(Train(Options), result);
    }

    [TestMethod]
    public void A_training_that_diverges_names_the_epoch_and_the_rate_and_leaves_the_last_checkpoint()
    {
        var checkpoints = new List<Checkpoint>();
        var exception = Assert.ThrowsExactly<BadInputException>(() => Train(
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
    public void Early_stopping_ends_it_and_a_finished_training_has_nothing_to_go_on_with()
    {
        Checkpoint? last = null;
        var options = Options with { Epochs = 10, EarlyStopping = new() { Patience = 2, MinDelta = 0.5 } };
        var result = Train(options, onEpochEnd: checkpoint => last = checkpoint);
        Assert.HasCount(3, result.History);
        Assert.IsFalse(result.Cancelled);
        AssertSame(result, Train(options, from: last, createEngine: (initial, optimizer, _) => new SoftmaxRegressionEngine(initial, optimizer)
        {
            BeforeStep = _ => Assert.Fail("a step after the end"),
        }));
    }

    [TestMethod]
    public void It_does_not_go_on_with_other_options_or_other_digits()
    {
        Checkpoint? last = null;
        _ = Train(Options with { Epochs = 1 }, onEpochEnd: checkpoint => last = checkpoint);
        var exception = Assert.ThrowsExactly<BadInputException>(() => Train(Options with { Epochs = 2 }, from: last));
        Assert.Contains("other options", exception.Message);

        var pixels = Digits.Pixels.ToArray();
        pixels[^1] ^= 1;
        var others = new TrainingDigits(Digits, pixels);
        var training = new LeNet5Training((initial, optimizer, _) => new SoftmaxRegressionEngine(initial, optimizer), others, Validation, Options with { Epochs = 1 });
        exception = Assert.ThrowsExactly<BadInputException>(() => training.Run(last));
        Assert.Contains("other digits", exception.Message);
    }

    [TestMethod]
    public void Progress_goes_forward_and_tells_what_is_left()
    {
        var reports = new List<TrainingProgress>();
        var training = new LeNet5Training(
            (initial, optimizer, _) => new SoftmaxRegressionEngine(initial, optimizer) { BeforeStep = _ => Thread.Sleep(6) },
            new TrainingDigits(Digits, Digits.Pixels),
            Validation,
            Options with { Epochs = 2 })
        {
            OnProgress = reports.Add,
        };
        _ = training.Run();
        Assert.IsGreaterThan(0, reports.Count);
        Assert.IsLessThan(StepsPerEpoch, reports.Count);
        Assert.IsTrue(reports.All(report => report is { Epochs: 2, Images: 3000, ImagesDone: > 0, ImagesPerSecond: > 0, Loss: > 0 }));
        var done = reports.Select(report => report.Epoch * 3000 + report.ImagesDone).ToArray();
        Assert.AreSequenceEqual(done.Order().ToArray(), done);
        Assert.IsTrue(reports.All(report => report.TimeLeft > TimeSpan.Zero || (report.Epoch == 2 && report.ImagesDone == 3000)));
    }

    [TestMethod]
    public void Digits_that_are_not_there_are_bad_input()
    {
        var none = new DigitSet("nothing", [], [], Digits.Classes);
        Assert.Contains("nothing", Assert.ThrowsExactly<BadInputException>(() => new TrainingDigits(none, [])).Message);
        var exception = Assert.ThrowsExactly<BadInputException>(() => new LeNet5Training(
            (initial, optimizer, _) => new SoftmaxRegressionEngine(initial, optimizer), new TrainingDigits(Digits, Digits.Pixels), none, Options));
        Assert.Contains("nothing", exception.Message);
    }

    private static TrainingResult Train(
        TrainingOptions options,
        Checkpoint? from = null,
        Action<Checkpoint>? onEpochEnd = null,
        EngineFactory? createEngine = null,
        CancellationToken cancellation = default)
    {
        createEngine ??= (initial, optimizer, _) => new SoftmaxRegressionEngine(initial, optimizer);
        var architecture = options.Architecture(10);
        return new LeNet5Training(createEngine, new TrainingDigits(Digits, Digits.Pixels), Validation, options)
        {
            Initial = new LeNet5Parameters(architecture, new float[architecture.ParameterCount()]),
            OnEpochEnd = onEpochEnd,
        }.Run(from, cancellation);
    }

    private static EngineFactory Stopping(CancellationTokenSource stop, int stopAfter) => (initial, optimizer, _) =>
        new SoftmaxRegressionEngine(initial, optimizer)
        {
            BeforeStep = step =>
            {
                if (step == stopAfter - 1)
                {
                    stop.Cancel();
                }
            },
        };

    private static void AssertSame(TrainingResult expected, TrainingResult actual)
    {
        Assert.AreSequenceEqual(expected.Parameters.Values, actual.Parameters.Values);
        Assert.AreSequenceEqual(expected.History.Select(WithoutTime).ToArray(), actual.History.Select(WithoutTime).ToArray());
        Assert.AreEqual(expected.Best.Epoch, actual.Best.Epoch);
    }

    private static EpochMetrics WithoutTime(EpochMetrics metrics) => metrics with { Seconds = 0, ImagesPerSecond = 0 };
}
