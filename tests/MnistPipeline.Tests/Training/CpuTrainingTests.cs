using MnistPipeline.Data;
using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training;

namespace MnistPipeline.Tests.Training;

[TestClass]
public sealed class CpuTrainingTests
{
    private static DigitSet Digits { get; } = MnistDigits.Take(0, 4000);

    private static DigitsAsRead Validation { get; } = new(MnistDigits.Take(55_000, 1000));

    private static TrainingOptions Options { get; } = new() { Epochs = 3, Seed = 5 };

    [TestMethod]
    public void Lenet_learns_a_few_thousand_digits_in_three_epochs()
    {
        var result = Training(Options).Run();
        Assert.IsGreaterThan(0.94, result.Best.ValidationAccuracy);
        Assert.IsLessThan(0.25, result.Best.ValidationLoss);
    }

    [TestMethod]
    public void The_paper_recipe_learns_too()
    {
        var result = Training(TrainingOptions.Recipe("paper") with { Epochs = 3 }).Run();
        Assert.IsGreaterThan(0.94, result.Best.ValidationAccuracy);
    }

    [TestMethod]
    public void The_number_of_threads_does_not_matter()
    {
        var one = Training(Options with { Threads = 1 }).Run();
        var three = Training(Options with { Threads = 3 }).Run();
        Assert.AreSequenceEqual(one.Parameters.Values, three.Parameters.Values);
        Assert.AreEqual(one.Best.ValidationLoss, three.Best.ValidationLoss);
    }

    [TestMethod]
    [DataRow(1f)]
    [DataRow(0.4f)]
    public void After_any_kill_it_goes_on_from_the_file_to_the_same_bits(float epochShare)
    {
        using var folder = new TemporaryFolder();
        var options = Options with { EpochShare = epochShare, LabelSmoothing = 0.1f, NegativeShare = 0.2f };
        var whole = Training(options, checkpoint => CheckpointFile.Write(folder.At($"{checkpoint.History.Count}"), checkpoint)).Run();
        for (var epoch = 1; epoch <= 3; epoch++)
        {
            var resumed = Training(options).Run(CheckpointFile.Load(folder.At($"{epoch}")));
            Assert.AreSequenceEqual(whole.Parameters.Values, resumed.Parameters.Values);
        }
    }

    [TestMethod]
    public void A_checkpoint_without_the_losses_that_choose_digits_is_refused()
    {
        var options = Options with { EpochShare = 0.4f };
        Checkpoint? last = null;
        _ = Training(options with { Epochs = 1 }, checkpoint => last = checkpoint).Run();
        var forged = last! with { Options = options with { Threads = null }, DigitLosses = [] };
        var exception = Assert.ThrowsExactly<BadFileException>(() => Training(options).Run(forged));
        Assert.Contains("not one loss for each of the digits", exception.Message);
    }

    [TestMethod]
    public void A_learning_rate_that_is_far_too_high_is_told_so()
    {
        var options = Options with { LearningRate = 10, Optimizer = OptimizerKind.Sgd, Schedule = LearningRateSchedule.Constant };
        var exception = Assert.ThrowsExactly<TrainingDivergedException>(() => Training(options).Run());
        Assert.Contains("diverged at epoch 1 with learning rate 10", exception.Message);
    }

    private static LeNet5Training Training(TrainingOptions options, Action<Checkpoint>? onEpochEnd = null) =>
        new(CpuEngine.Create, new TrainingDigits(Digits, new DigitsAsRead(Digits)), Validation, options) { OnEpochEnd = onEpochEnd };
}
