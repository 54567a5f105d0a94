using MnistPipeline.Data;
using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training;
using MnistPipeline.Training.Strings;

namespace MnistPipeline.Tests.Training.Strings;

[TestClass]
public sealed class StringTrainingTests
{
    private static readonly TrainingOptions Small = TrainingOptions.Recipe("strings") with
    {
        Network = new LeNet5Architecture { C1Kernels = 3, C3Kernels = 4, C5Neurons = 12, F6Neurons = 10 },
        StringsPerEpoch = 40,
        Epochs = 3,
    };

    [TestMethod]
    public void A_network_that_learned_a_few_thousand_strings_reads_digits_that_it_never_saw()
    {
        using var folder = new TemporaryFolder();
        var options = TrainingOptions.Recipe("strings") with
        {
            Network = new(),
            StringsPerEpoch = 8_000,
            Epochs = 1,
            Optimizer = OptimizerKind.Muon,
            LearningRate = 0.008f,
            AveragingDecay = 0.98f,
            Seed = 1,
        };
        var lessons = new StringLessons(TrainedStringNetwork.Digits(MnistDigits.Train), TrainedStringNetwork.Digits(MnistDigits.First(2000)));
        var trained = new StringTraining(CpuEngine.Create, lessons, options).Run(RunFolder.Within(folder.Path));
        var shortOnes = trained.Validation.ByLength.Where(same => same.Length <= 3).ToList();
        Assert.IsGreaterThan(0.35, (double)shortOnes.Sum(same => same.Right) / shortOnes.Sum(same => same.Count));
        Assert.IsLessThan(0.4, trained.Validation.DigitErrorRate);
        Assert.IsTrue(trained.Network.Metadata.Temperature is > 0.3 and < 3);
    }

    [TestMethod]
    public void Stopped_and_resumed_on_another_number_of_threads_it_ends_with_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        var whole = Train(folder.At("whole", ""), Small with { Threads = 1 });
        using var stop = new CancellationTokenSource();
        var stopped = Train(folder.At("stopped", ""), Small with { Threads = 2 }, epoch => stop.Cancel(), stop.Token);
        Assert.IsTrue(stopped.Training.Cancelled);
        Assert.IsLessThan(Small.Epochs, stopped.Training.History.Count);
        var resumed = Train(folder.At("stopped", ""), Small with { Threads = 2 });
        CollectionAssert.AreEqual(whole.Network.Parameters.Values, resumed.Network.Parameters.Values);
        Assert.AreEqual(whole.Network.Metadata.Temperature, resumed.Network.Metadata.Temperature);
        CollectionAssert.AreEqual(
            whole.Training.History.Select(epoch => (epoch.TrainLoss, epoch.ValidationLoss, epoch.ValidationAccuracy)).ToList(),
            resumed.Training.History.Select(epoch => (epoch.TrainLoss, epoch.ValidationLoss, epoch.ValidationAccuracy)).ToList());
    }

    [TestMethod]
    public void Classes_that_are_not_the_ten_digits_are_refused()
    {
        var digits = MnistDigits.Take(0, 100);
        var letters = new DigitSet("letters", digits.Pixels, digits.Labels, ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]);
        using var folder = new TemporaryFolder();
        BadInput.Assert(
            () => new StringTraining(CpuEngine.Create, new StringLessons(TrainedStringNetwork.Digits(letters), TrainedStringNetwork.Digits(letters)), Small).Run(RunFolder.Within(folder.Path)),
            "a, b, c", "0 to 9");
    }

    private static TrainedStrings Train(string folder, TrainingOptions options, Action<EpochMetrics>? onEpoch = null, CancellationToken cancellation = default) =>
        new StringTraining(CpuEngine.Create, new StringLessons(TrainedStringNetwork.Digits(MnistDigits.Take(0, 2000)), TrainedStringNetwork.Digits(MnistDigits.First(500))), options) { OnEpoch = onEpoch }
            .Run(RunFolder.Within(folder), cancellation);
}
