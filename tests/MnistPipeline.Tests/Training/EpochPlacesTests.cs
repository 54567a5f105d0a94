using MnistPipeline.Data;
using MnistPipeline.Training;

namespace MnistPipeline.Tests.Training;

[TestClass]
public sealed class EpochPlacesTests
{
    [TestMethod]
    public void Each_epoch_has_all_that_are_always_there_and_draws_others_anew()
    {
        var places = new EpochPlaces(new int[1000], always: 300, drawn: 100);
        var drawn = new HashSet<int>();
        for (var epoch = 1; epoch <= 5; epoch++)
        {
            var shown = places.Shuffled(seed: 3, epoch);
            Assert.HasCount(400, shown.Distinct().ToList());
            Assert.AreEqual(300, shown.Count(place => place < 300));
            Assert.AreNotEqual(300, shown[..300].Count(place => place < 300), "They are mixed.");
            drawn.UnionWith(shown.Where(place => place >= 300));
            Assert.AreSequenceEqual(shown, places.Shuffled(seed: 3, epoch));
        }

        Assert.IsGreaterThan(200, drawn.Count);
    }

    [TestMethod]
    [DataRow(0f, 0f, 0)]
    [DataRow(0.1f, 0f, 17)]
    [DataRow(0f, 0.2f, 34)]
    [DataRow(0.1f, 0.2f, 51)]
    public void Few_digits_are_repeated_and_made_and_replayed_ones_follow_in_every_epoch(float negativeShare, float drawnShare, int made)
    {
        var (few, old) = (SampleTraining.Digits.Select("few", [.. Enumerable.Range(0, 30)]), SampleTraining.Digits);
        var images = new List<int>();
        var training = new LeNet5Training(
            (initial, optimizer, _) => new SoftmaxRegressionEngine(initial, optimizer),
            new TrainingDigits(few, new DigitsAsRead(few)),
            SampleTraining.Validation,
            SampleTraining.Options with { Epochs = 2, MinDigitsPerEpoch = 100, ReplayCount = 50, NegativeShare = negativeShare, Augmentation = new() { DrawnShare = drawnShare }, BatchSize = 1000 },
            new TrainingDigits(old, new DigitsAsRead(old)))
        {
            OnProgress = progress => images.Add(progress.Images),
        };
        _ = training.Run();
        Assert.IsTrue(images.Count > 0 && images.All(count => count == 4 * 30 + 50 + made));
    }
}
