using System.Security.Cryptography;
using MnistPipeline.Data;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training;
using MnistPipeline.Training.Drawing;

namespace MnistPipeline.Tests.Training;

[TestClass]
public sealed class AllographsTests
{
    private const int Count = 500;

    [TestMethod]
    public void A_seed_gives_the_same_bytes_on_every_machine() =>
        Assert.AreEqual("a54061674c531297", Convert.ToHexStringLower(SHA256.HashData(Drawn(seed: 3)))[..16]);

    [TestMethod]
    public void No_two_drawings_are_the_same() =>
        Assert.HasCount(2 * Count, Drawn(seed: 3).Chunk(784).Concat(Drawn(seed: 4).Chunk(784)).Select(Convert.ToBase64String).Distinct().ToList());

    [TestMethod]
    public void They_lie_about_the_middle_as_the_reading_leaves_digits()
    {
        foreach (var picture in Drawn(seed: 3).Chunk(784))
        {
            var ink = picture.Sum(pixel => (double)pixel);
            Assert.AreEqual(14, picture.Select((pixel, at) => pixel * (at / 28)).Sum() / ink, 1.5);
            Assert.AreEqual(14, picture.Select((pixel, at) => pixel * (at % 28)).Sum() / ink, 1.5);
        }
    }

    [TestMethod]
    public void A_network_that_was_shown_nothing_else_reads_digits_that_people_wrote()
    {
        var written = MnistDigits.First(1000);
        var drawn = new DigitSet("drawn", Drawn(seed: 5, 3000), [.. Enumerable.Range(0, 3000).Select(index => index % 10)], written.Classes);
        var options = new TrainingOptions { Epochs = 3, NegativeShare = 0 };
        var result = new LeNet5Training(
            CpuEngine.Create, new TrainingDigits(drawn, new DigitsAsRead(drawn)), new DigitsAsRead(written), options).Run();
        Assert.IsGreaterThan(0.75, result.Best.ValidationAccuracy);
    }

    private static byte[] Drawn(int seed, int count = Count)
    {
        var pictures = new byte[count * 784];
        for (var index = 0; index < count; index++)
        {
            var random = SeededRandom.For(seed, RandomPurpose.Drawing, 1, index);
            Allographs.Draw(index % 10, ref random, pictures.AsSpan(index * 784, 784));
        }

        return pictures;
    }
}
