using MnistPipeline.Data;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training;
using MnistPipeline.Training.Teaching;

namespace MnistPipeline.Tests.Training.Teaching;

[TestClass]
public sealed class TeacherTargetsTests
{
    private static readonly DigitSet Digits = MnistDigits.Take(0, 3000);
    private static readonly LeNet5Parameters Trained = ModelFile.LoadEmbedded("default.onnx").Parameters;

    [TestMethod]
    public void They_are_the_mean_of_what_the_teachers_softmax_says_at_half_the_temperature_on_any_number_of_threads()
    {
        LeNet5Parameters[] teachers = [Trained, LeNet5Parameters.Initialize(new LeNet5Architecture { C1Kernels = 18, C3Kernels = 48 }, 3)];
        foreach (var (threads, count) in new[] { (1, 50), (2, 50), (3, 7) })
        {
            using var taught = new TeacherTargets(teachers, threads);
            _ = taught.Of(BatchOf(60));
            var targets = taught.Of(BatchOf(count)).ToArray().Chunk(10).ToArray();
            var softmaxes = teachers.Select(teacher => Softmax.Rows(CpuScorer.Logits(teacher, Digits.Pixels.AsSpan(0, count * Digit.Pixels)), 10, 0.5).Chunk(10).ToArray()).ToArray();
            Assert.HasCount(count, targets);
            Assert.AreEqual(taught.Entropies.ToArray().Average(), taught.MeanEntropy, 1e-6f);
            for (var digit = 0; digit < count; digit++)
            {
                for (var place = 0; place < 10; place++)
                {
                    Assert.AreEqual((softmaxes[0][digit][place] + softmaxes[1][digit][place]) / 2, targets[digit][place], 1e-7f);
                }

                Assert.AreEqual(-targets[digit].Where(share => share > 0).Sum(share => share * Math.Log(share)), taught.Entropies[digit], 1e-5);
            }
        }
    }

    [TestMethod]
    public void A_network_learns_what_they_say_whatever_the_labels_are()
    {
        var random = new Random(4);
        var mislabelled = new DigitSet("mislabelled", Digits.Pixels, [.. Digits.Labels.Select(_ => random.Next(10))], Digits.Classes);
        var validation = new DigitsAsRead(MnistDigits.Take(55_000, 1000));
        using var taught = new TeacherTargets([Trained], 2);
        var result = new LeNet5Training(
            CpuEngine.Create, new TrainingDigits(mislabelled, new DigitsAsRead(mislabelled)), validation, new TrainingOptions { Epochs = 6, Seed = 1 }, taught: taught).Run();
        Assert.IsGreaterThan(0.96, result.Best.ValidationAccuracy);

        // What teachers are not sure of themselves is no loss.
        Assert.IsGreaterThan(0, result.History[^1].TrainLoss);
        Assert.IsLessThan(0.2, result.History[^1].TrainLoss);
    }

    private static Batch BatchOf(int count)
    {
        var batch = new Batch(count) { Count = count };
        Digits.Pixels.AsSpan(0, count * Digit.Pixels).CopyTo(batch.ImageBuffer);
        return batch;
    }
}
