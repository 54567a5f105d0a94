using Microsoft.ML;
using MnistPipeline.Data;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training;
using MnistPipeline.Tuning;

namespace MnistPipeline.Tests.Training.Teaching;

[TestClass]
public sealed class TeacherTrainingTests
{
    private static readonly DigitSet Few = MnistDigits.Take(0, 2000);
    private static readonly LeNet5Options Short = new() { Epochs = 4, MinDigitsPerEpoch = 6000, Teachers = 2, Seed = 7 };

    [TestMethod]
    public void Teachers_are_wider_learn_a_third_as_long_each_from_a_seed_of_its_own_and_tell_how_far_they_are()
    {
        var (progress, taught, epochs) = (new List<TrainingProgress>(), new List<int>(), new List<int>());
        using var folder = new TemporaryFolder();
        using var model = Train(Short with
        {
            RunFolder = folder.Path,
            ProgressCallback = progress.Add,
            MetricsCallback = epoch => epochs.Add(epoch.Epoch),
            TeacherCallback = (teacher, accuracy) =>
            {
                taught.Add(teacher);
                Assert.IsGreaterThan(0.5, accuracy);
            },
        });
        Assert.AreSequenceEqual([1, 2], taught);
        Assert.AreSequenceEqual([1, 2, 3, 4], epochs, "What teaches is no epoch of the network's own.");
        Assert.AreSequenceEqual([1, 2, 0], progress.Select(report => report.Teacher).Distinct().ToArray());
        Assert.IsTrue(progress.All(report => report.Epochs == (report.Teacher > 0 ? 2 : 4) && (report.TimeLeft > TimeSpan.Zero || report is { Teacher: 0, Epoch: 4 })));

        var checkpoints = Enumerable.Range(1, 2).Select(teacher => RunFolder.Within(folder.At($"teacher-{teacher}")).LoadCheckpoint()!).ToArray();
        Assert.IsTrue(checkpoints.All(checkpoint => checkpoint is { IsFinished: true, Options: { Teachers: 0, Epochs: 2, Network: { C1Kernels: 18, C3Kernels: 48 } } }));
        Assert.AreEqual(3, checkpoints.Select(checkpoint => checkpoint.Options.Seed).Append(Short.Seed).Distinct().Count());
        Assert.AreEqual(61_706, model.Network.Parameters.Values.Length);
    }

    [TestMethod]
    public void Stopped_while_a_teacher_learns_it_goes_on_and_ends_with_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        using var whole = Train(Short);
        _ = Assert.ThrowsExactly<OperationCanceledException>(
            () => Train(Short with { RunFolder = folder.Path, CancellationToken = stop.Token, TeacherCallback = (_, _) => stop.Cancel() }));
        Assert.IsTrue(File.Exists(folder.At("teacher-1/checkpoint")) && !File.Exists(folder.At("checkpoint")));
        using var resumed = Train(Short with { RunFolder = folder.Path, Threads = 1 });
        Assert.AreSequenceEqual(whole.Network.Parameters.Values, resumed.Network.Parameters.Values);

        using var alone = Train(Short with { Teachers = 0 });
        CollectionAssert.AreNotEqual(whole.Network.Parameters.Values, alone.Network.Parameters.Values);
    }

    [TestMethod]
    public void A_search_compares_trainings_without_any()
    {
        BadInput.Assert(() => new MLContext(1).MulticlassClassification.Trainers.LeNet5(Short).Search(Few.ToDataView(), new TuningOptions { Trials = 2 }), "Teachers", "choose 0");
    }

    private static LeNet5Model Train(LeNet5Options options) => new MLContext(1).MulticlassClassification.Trainers.LeNet5(options).Train(Few.ToDataView());
}
