using System.Security.Cryptography;
using MnistPipeline.Data;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training;
using MnistPipeline.Training.Negatives;

namespace MnistPipeline.Tests.Training;

[TestClass]
public sealed class NegativeDigitsTests
{
    private const int Count = 2000;

    private static readonly DigitSet Digits = MnistDigits.Take(0, 4000);

    private static readonly TrainingDigits Learned = new(Digits, new DigitsAsRead(Digits));

    [TestMethod]
    public void A_seed_gives_the_same_bytes_on_every_machine() =>
        Assert.AreEqual("1f6c589b61c69aba6b705fe39972a3f5278452370b7daf01bc2c469a181f047f", Convert.ToHexStringLower(SHA256.HashData(Negatives(seed: 3))));

    [TestMethod]
    public void Other_places_epochs_and_seeds_have_other_ones()
    {
        byte[][] sets = [Negatives(seed: 3), Negatives(seed: 4), Negatives(seed: 3, epoch: 2)];
        var all = sets.SelectMany(set => set.Chunk(Digit.Pixels)).Where(picture => picture.Any(ink => ink > 0)).ToList();
        Assert.HasCount(all.Count, all.Select(Convert.ToBase64String).Distinct().ToList());
    }

    [TestMethod]
    public void Some_are_blank_and_most_are_drawn_about_the_middle_as_after_the_reading()
    {
        var pictures = Negatives(seed: 3).Chunk(Digit.Pixels).ToList();
        Assert.IsInRange(Count / 100, Count / 15, pictures.Count(picture => picture.All(ink => ink == 0)));
        var inked = pictures.Where(picture => picture.Any(ink => ink > 0)).ToList();
        Assert.IsGreaterThan(0.85 * inked.Count, inked.Count(IsCentred));

        static bool IsCentred(byte[] picture)
        {
            var ink = picture.Sum(pixel => (double)pixel);
            return Math.Abs(picture.Select((pixel, at) => pixel * (at / 28)).Sum() / ink - 14) < 3
                && Math.Abs(picture.Select((pixel, at) => pixel * (at % 28)).Sum() / ink - 14) < 3;
        }
    }

    [TestMethod]
    public void Digits_without_one_that_can_be_turned_give_negatives_too()
    {
        var ones = Digits.Select("ones", [.. Enumerable.Range(0, Digits.Count).Where(index => Digits.Labels[index] == 1)]);
        var negatives = new NegativeDigits(new TrainingDigits(ones, new DigitsAsRead(ones)));
        var picture = new byte[Digit.Pixels];
        for (var place = 0; place < 200; place++)
        {
            negatives.Present(place, 1, 3, picture);
        }
    }

    [TestMethod]
    [DataRow("0 1 2 3 4 5 6 7 8 9", true)]
    [DataRow("7 2 1 0 4 9 5 6 8 3", true)]
    [DataRow("0 1 2 3 4 5 6 7 8", false)]
    [DataRow("0 1 2 3 4 5 6 7 8 9 A", false)]
    [DataRow("A B C D E F G H I J", false)]
    public void They_are_known_for_the_ten_digits_alone(string classes, bool areKnown) =>
        Assert.AreEqual(areKnown, MadeDigits.AreKnownFor(classes.Split(' ')));

    [TestMethod]
    public void A_network_that_learned_with_them_is_unsure_of_them_and_still_sure_of_digits()
    {
        var validation = MnistDigits.Take(55_000, 1000);
        var options = new TrainingOptions { Epochs = 8, Seed = 5, LabelSmoothing = 0 };
        var (sure, surePlainly) = (Confidences(options), Confidences(options with { NegativeShare = 0 }));
        Assert.IsLessThan(0.5, sure.OfNegatives);
        Assert.IsGreaterThan(sure.OfNegatives + 0.2, surePlainly.OfNegatives);
        Assert.IsGreaterThan(0.9, sure.OfDigits);

        (double OfNegatives, double OfDigits) Confidences(TrainingOptions options)
        {
            var result = new LeNet5Training(CpuEngine.Create, Learned, new DigitsAsRead(validation), options).Run();
            using var engine = CpuEngine.Create(result.Parameters, options.ForEngine(), 1);
            return (Mean(Negatives(seed: 9)), Mean(validation.Pixels));

            double Mean(byte[] pictures)
            {
                var logits = new float[pictures.Length / Digit.Pixels * 10];
                engine.ComputeLogits(pictures, logits);
                return MnistPipeline.Model.Softmax.Rows(logits, 10).Chunk(10).Average(scores => scores.Max());
            }
        }
    }

    private static byte[] Negatives(int seed, int epoch = 1)
    {
        var negatives = new NegativeDigits(Learned);
        var pictures = new byte[Count * Digit.Pixels];
        for (var place = 0; place < Count; place++)
        {
            negatives.Present(place, epoch, seed, pictures.AsSpan(place * Digit.Pixels, Digit.Pixels));
        }

        return pictures;
    }
}
