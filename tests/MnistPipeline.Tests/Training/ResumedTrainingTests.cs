using MnistPipeline.Data;
using MnistPipeline.Engines;
using MnistPipeline.Training;
using static MnistPipeline.Tests.Training.SampleTraining;

namespace MnistPipeline.Tests.Training;

[TestClass]
public sealed class ResumedTrainingTests
{
    [TestMethod]
    public void It_goes_on_from_the_checkpoint_of_any_epoch_to_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        var run = RunFolder.Within(folder.Path);
        var saved = new List<byte[]>();
        var whole = Train(Options, onEpochEnd: checkpoint =>
        {
            run.Save(checkpoint);
            saved.Add(File.ReadAllBytes(run.CheckpointPath));
        });
        foreach (var file in saved)
        {
            File.WriteAllBytes(run.CheckpointPath, file);
            var resumed = Train(Options with { Threads = 1 }, from: run.LoadCheckpoint());
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
        var exception = Assert.Throws<BadInputException>(() => Train(Options with { Epochs = 2 }, from: last));
        Assert.Contains("other options", exception.Message);

        var pixels = Digits.Pixels.ToArray();
        pixels[^1] ^= 1;
        var others = new TrainingDigits(Digits, new DigitsAsRead(new DigitSet(Digits.Name, pixels, Digits.Labels, Digits.Classes)));
        var training = new LeNet5Training((initial, optimizer, _) => new SoftmaxRegressionEngine(initial, optimizer), others, Validation, Options with { Epochs = 1 });
        exception = Assert.Throws<BadInputException>(() => training.Run(last));
        Assert.Contains("other digits", exception.Message);
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
}
