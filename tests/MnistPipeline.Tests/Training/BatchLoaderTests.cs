using MnistPipeline.Data;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training;

namespace MnistPipeline.Tests.Training;

[TestClass]
public sealed class BatchLoaderTests
{
    private static DigitSet Sample { get; } = MnistDigits.Take(0, 250);
    private static EpochPlaces Places { get; } = new(Sample.Labels, [], [], replayed: 0, share: 1);
    private static TrainingOptions Options { get; } = new() { BatchSize = 64, Epochs = 3 };

    [TestMethod]
    public void Each_epoch_holds_every_digit_once_and_the_last_batch_is_the_rest()
    {
        var plain = Options with { Augmentation = null };
        var loader = Load(plain, 1);
        var orders = new List<string>();
        var all = Keys(Sample.Pixels, Sample.Labels);
        for (var epoch = 1; epoch <= 3; epoch++)
        {
            var batches = Enumerable.Range(0, 4).Select(_ => Take(loader)).ToArray();
            Assert.AreSequenceEqual([64, 64, 64, 58], batches.Select(batch => batch.Labels.Length).ToArray());
            var keys = batches.SelectMany(batch => Keys(batch.Images, batch.Labels)).ToArray();
            CollectionAssert.AreEquivalent(all, keys);
            orders.Add(string.Concat(batches.SelectMany(batch => batch.Labels)));
        }

        Assert.HasCount(3, orders.Distinct().ToList());
        _ = Assert.ThrowsExactly<InvalidOperationException>(loader.Take);
    }

    [TestMethod]
    public void A_loader_that_begins_with_a_later_epoch_gives_the_same_batches()
    {
        var whole = Load(Options, 1);
        var rest = Load(Options, 3);
        for (var batch = 0; batch < 8; batch++)
        {
            _ = Take(whole);
        }

        for (var batch = 0; batch < 4; batch++)
        {
            var (expected, actual) = (Take(whole), Take(rest));
            Assert.IsTrue(expected.Images.AsSpan().SequenceEqual(actual.Images));
            Assert.IsTrue(expected.Labels.AsSpan().SequenceEqual(actual.Labels));
        }
    }

    [TestMethod]
    public void Another_seed_gives_another_order()
    {
        var one = Load(Options, 1);
        var other = Load(Options with { Seed = 1 }, 1);
        Assert.IsFalse(one.Take().Labels.SequenceEqual(other.Take().Labels));
    }

    [TestMethod]
    public void A_coin_takes_each_digit_as_published_or_as_read_and_another_one_in_another_epoch()
    {
        var pixels = new byte[1000 * 784];
        var read = new byte[1000 * 784];
        read.AsSpan().Fill(1);
        var digits = new TrainingDigits(new DigitSet("blank", pixels, new int[1000], ["0", "1"]), new DigitsAsRead(new DigitSet("blank", read, new int[1000], ["0", "1"])));
        var options = Options with { Augmentation = null };
        var target = new byte[784];
        var coins = new bool[3][];
        for (var epoch = 1; epoch <= 2; epoch++)
        {
            coins[epoch] = [.. Enumerable.Range(0, 1000).Select(index =>
            {
                digits.Present(index, index, epoch, options, target);
                Assert.IsTrue(target.All(grey => grey == target[0]));
                return target[0] == 1;
            })];
            Assert.AreEqual(500, coins[epoch].Count(isRead => isRead), 60);
        }

        Assert.AreEqual(500, coins[1].Zip(coins[2]).Count(pair => pair.First != pair.Second), 60);
    }

    [TestMethod]
    public void A_batch_has_the_same_digits_on_any_number_of_threads()
    {
        var (one, many) = (Load(Options with { Threads = 1 }, 1), Load(Options with { Threads = 5 }, 1));
        for (var batch = 0; batch < 12; batch++)
        {
            var (expected, actual) = (Take(one), Take(many));
            Assert.IsTrue(expected.Images.AsSpan().SequenceEqual(actual.Images));
            Assert.IsTrue(expected.Labels.AsSpan().SequenceEqual(actual.Labels));
        }
    }

    [TestMethod]
    public void What_fails_while_a_batch_is_filled_is_thrown_where_it_is_taken()
    {
        var loader = new BatchLoader<Batch>(
            new DigitBatches(Places, [], (_, epoch, _) => throw new NotSupportedException($"epoch {epoch}"), Options), Options, 2);
        var exception = Assert.ThrowsExactly<NotSupportedException>(loader.Take);
        Assert.AreEqual("epoch 2", exception.Message);
    }

    private static BatchLoader<Batch> Load(TrainingOptions options, int firstEpoch)
    {
        var digits = new TrainingDigits(Sample, new DigitsAsRead(Sample));
        return new BatchLoader<Batch>(new DigitBatches(Places, [], (place, epoch, target) => digits.Present(place, place, epoch, options, target), options), options, firstEpoch);
    }

    private static (byte[] Images, int[] Labels) Take(BatchLoader<Batch> loader)
    {
        var batch = loader.Take();
        return (batch.Images.ToArray(), batch.Labels.ToArray());
    }

    private static string[] Keys(byte[] images, int[] labels) =>
        [.. labels.Select((label, index) => label + Convert.ToBase64String(images, index * 784, 784))];
}
