using MnistPipeline.Data;
using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training;

namespace MnistPipeline.Tests.Training;

[TestClass]
public sealed class SmoothedTargetsTests
{
    private static readonly DigitSet Digits = MnistDigits.Take(0, 3000);
    private static readonly DigitSet Validation = MnistDigits.Take(55_000, 1000);

    [TestMethod]
    public void Each_digits_targets_add_up_to_one_and_its_class_has_most()
    {
        var random = new Random(1);
        for (var round = 0; round < 100; round++)
        {
            var (classes, smoothing) = (2 + random.Next(20), 0.01f + 0.8f * random.NextSingle());
            int[] labels = [.. Enumerable.Range(0, 1 + random.Next(30)).Select(_ => random.Next(classes + 1) - 1)];
            var smoothed = new SmoothedTargets(classes, smoothing);
            _ = smoothed.Of([.. labels, 0]);
            var targets = smoothed.Of(labels).ToArray().Chunk(classes).ToArray();
            foreach (var (label, target) in labels.Zip(targets))
            {
                Assert.AreEqual(1, target.Sum(), 1e-5f);
                if (label == EngineInput.NoClass)
                {
                    Assert.AreEqual(target.Min(), target.Max());
                }
                else
                {
                    Assert.AreEqual(1 - smoothing, target[label] - target.Min(), 1e-6f);
                }
            }

            Assert.AreEqual(targets.Average(target => -target.Sum(share => share * Math.Log(share))), smoothed.MeanEntropy, 1e-5);
        }
    }

    [TestMethod]
    public void A_network_that_learned_from_them_reads_as_well_and_is_never_quite_sure()
    {
        var options = new TrainingOptions { Epochs = 8, Seed = 5, LabelSmoothing = 0 };
        var (plain, smoothed) = (Train(options), Train(options with { LabelSmoothing = 0.2f }));
        Assert.IsGreaterThan(0.99, plain.Confidence);
        Assert.IsLessThan(0.9, smoothed.Confidence);
        Assert.IsGreaterThan(plain.Accuracy - 0.01, smoothed.Accuracy);

        // The loss of a target that can be reached is none.
        Assert.IsGreaterThan(0, smoothed.Loss);
        Assert.IsLessThan(0.3, smoothed.Loss);
    }

    [TestMethod]
    public void Validation_loses_what_training_would_on_the_same_digits()
    {
        foreach (var smoothing in new[] { 0, 0.2f })
        {
            using var engine = CpuEngine.Create(LeNet5Parameters.Initialize(new LeNet5Architecture(), 3), new OptimizerOptions(), 1);
            var (loss, _) = new Validator(new DigitsAsRead(Validation), smoothing).Score(engine);
            var smoothed = new SmoothedTargets(10, smoothing);
            var training = engine.TrainStepTowards(Validation.Pixels, smoothed.Of(Validation.Labels), 0) - smoothed.MeanEntropy;
            Assert.AreEqual(training, loss, 1e-4);
        }
    }

    // The middle confidence: a few digits are hard for every network.
    private static (double Confidence, double Accuracy, double Loss) Train(TrainingOptions options)
    {
        var result = new LeNet5Training(CpuEngine.Create, new TrainingDigits(Digits, new DigitsAsRead(Digits)), new DigitsAsRead(Validation), options).Run();
        var scores = Softmax.Rows(CpuScorer.Logits(result.Parameters, Validation.Pixels), 10).Chunk(10);
        return (scores.Select(row => row.Max()).Order().ElementAt(Validation.Count / 2), result.Best.ValidationAccuracy, result.History[^1].TrainLoss);
    }
}
