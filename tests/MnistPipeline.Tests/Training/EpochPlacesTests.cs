using MnistPipeline.Data;
using MnistPipeline.Training;

namespace MnistPipeline.Tests.Training;

[TestClass]
public sealed class EpochPlacesTests
{
    [TestMethod]
    public void Each_epoch_has_all_that_are_always_there_and_draws_others_anew()
    {
        var places = new EpochPlaces(new int[200], made: new int[100], replay: new int[700], replayed: 100, share: 1);
        var drawn = new HashSet<int>();
        for (var epoch = 1; epoch <= 5; epoch++)
        {
            var shown = places.Shuffled(seed: 3, epoch, []);
            Assert.HasCount(400, shown.Distinct().ToList());
            Assert.AreEqual(300, shown.Count(place => place < 300));
            Assert.AreNotEqual(300, shown[..300].Count(place => place < 300), "They are mixed.");
            drawn.UnionWith(shown.Where(place => place >= 300));
            Assert.AreSequenceEqual(shown, places.Shuffled(seed: 3, epoch, []));
        }

        Assert.IsGreaterThan(200, drawn.Count);
    }

    [TestMethod]
    public void Where_an_epoch_shows_a_share_of_the_digits_a_third_are_the_hardest_and_the_others_are_drawn_anew()
    {
        var places = new EpochPlaces(new int[1000], made: new int[100], replay: new int[50], replayed: 20, share: 0.3f);
        Assert.AreEqual(350, places.Count);
        var losses = places.FirstLosses();
        foreach (var place in Enumerable.Range(0, 1000).Where(place => place % 7 > 0))
        {
            losses[place] = place * 37 % 1000;
        }

        var hardest = Enumerable.Range(0, 1000).OrderByDescending(place => losses[place]).Take(100).ToHashSet();
        Assert.IsTrue(hardest.All(place => place % 7 == 0), "What was never shown is the hardest.");
        var drawn = new HashSet<int>();
        for (var epoch = 1; epoch <= 30; epoch++)
        {
            var shown = places.Shuffled(seed: 3, epoch, losses);
            Assert.HasCount(350, shown.Distinct().ToList());
            Assert.IsTrue(hardest.IsSubsetOf(shown));
            Assert.AreEqual((300, 30, 20), (shown.Count(place => place < 1000), shown.Count(place => place is >= 1000 and < 1100), shown.Count(place => place >= 1100)));
            Assert.IsLessThan(60, shown[..100].Count(hardest.Contains), "They are mixed.");
            drawn.UnionWith(shown);
        }

        Assert.IsGreaterThan(1140, drawn.Count, "None is left out for long.");
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
