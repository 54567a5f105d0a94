using System.Security.Cryptography;
using MnistPipeline.Data;
using MnistPipeline.Reading;

namespace MnistPipeline.Tests.Data;

[TestClass]
public sealed class IdxReadingTests
{
    [TestMethod]
    public void Mnist_is_read_as_60000_and_10000_digits_of_ten_classes()
    {
        Assert.AreEqual(60_000, MnistDigits.Train.Count);
        Assert.AreEqual(10_000, MnistDigits.Test.Count);
        CollectionAssert.AreEqual(Enumerable.Range(0, 10).Select(digit => $"{digit}").ToArray(), MnistDigits.Train.Classes.ToArray());
        Assert.AreEqual("5 0 4 1 9 2 1 3", string.Join(' ', MnistDigits.NamesOf(MnistDigits.Train)[..8]));
        Assert.AreEqual(
            "980 1135 1032 1010 982 892 958 1028 974 1009",
            string.Join(' ', MnistDigits.Test.Labels.CountBy(label => label).OrderBy(pair => pair.Key).Select(pair => pair.Value)));
    }

    [TestMethod]
    public void The_readme_of_the_data_and_the_lists_beside_them_give_the_sha256_of_each_file()
    {
        var readme = File.ReadAllText(Path.Combine(TestFiles.Root, "data", "README.md"));
        string[] files = [.. Directory.GetFiles(TestFiles.Mnist, "*.gz"), .. Directory.GetFiles(TestFiles.Semeion, "*.gz")];
        Assert.HasCount(6, files);
        foreach (var file in files)
        {
            var sum = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
            Assert.Contains($"`{sum}`", readme);
            Assert.Contains($"{sum}  {Path.GetFileName(file)}", File.ReadAllLines(Path.Combine(Path.GetDirectoryName(file)!, "SHA256SUMS")));
        }
    }

    [TestMethod]
    public void The_mean_and_deviation_of_mnists_training_pixels_are_those_of_the_network()
    {
        var mean = MnistDigits.Train.Pixels.Average(pixel => (double)pixel) / 255;
        var variance = MnistDigits.Train.Pixels.Average(pixel => Math.Pow(pixel / 255.0 - mean, 2));
        Assert.AreEqual(0.1307, mean, 5e-5);
        Assert.AreEqual(0.3081, Math.Sqrt(variance), 5e-5);
    }

    [TestMethod]
    [DataRow("train-", "t10k-", '-', false)]
    [DataRow("train-", "t10k-", '-', true)]
    [DataRow("train-", "test-", '.', false)]
    [DataRow("TRAIN-", "Test-", '.', true)]
    public void Pairs_of_files_come_back_as_they_were_written(string train, string test, char beforeIdx, bool isPacked)
    {
        using var folder = new TemporaryFolder();
        var digits = MnistDigits.First(300);
        WrittenDigits.WritePair(folder, digits, train, beforeIdx, isPacked);
        WrittenDigits.WritePair(folder, MnistDigits.First(100), test, beforeIdx, isPacked);
        var parts = DigitSource.Open(folder.Path, seed: 1);
        Assert.IsFalse(parts.TestIsHeldOut);
        MnistDigits.AssertSame(digits, parts.Train);
        MnistDigits.AssertSame(MnistDigits.First(100), parts.Test);
    }

    [TestMethod]
    [DataRow("", "")]
    [DataRow("", "images-idx3-ubyte")]
    [DataRow("emnist-digits-train-", "emnist-digits-train-images-idx3-ubyte")]
    public void One_pair_is_parted_into_training_and_test(string part, string imagesName)
    {
        using var folder = new TemporaryFolder();
        var digits = MnistDigits.First(300);
        WrittenDigits.WritePair(folder, digits, part);
        var parts = DigitSource.Open(Path.Combine(folder.Path, imagesName), seed: 1);
        Assert.IsTrue(parts.TestIsHeldOut);
        Assert.AreEqual(50, parts.Test.Count);
        MnistDigits.AssertComplete(digits, parts);
    }

    [TestMethod]
    public void A_packed_file_whose_name_does_not_say_so_is_read()
    {
        using var folder = new TemporaryFolder();
        WrittenDigits.WritePair(folder, MnistDigits.First(60), "", isPacked: true);
        File.Move(folder.At("images-idx3-ubyte.gz"), folder.At("images-idx3-ubyte"));
        MnistDigits.AssertComplete(MnistDigits.First(60), DigitSource.Open(folder.Path, seed: 1));
    }

    [TestMethod]
    public void Semeion_is_read_at_28x28_with_a_sixth_held_out_and_its_16x16_pictures_kept()
    {
        var parts = DigitSource.Open(TestFiles.Semeion, seed: 1);
        Assert.IsTrue(parts.TestIsHeldOut);
        Assert.AreEqual(1593 / 6, parts.Test.Count);
        Assert.AreEqual(1593, parts.Train.Count + parts.Test.Count);
        CollectionAssert.AreEqual(MnistDigits.Train.Classes.ToArray(), parts.Test.Classes.ToArray());
        for (var index = 0; index < parts.Test.Count; index++)
        {
            using var picture = parts.Test.OpenPicture(index);
            Assert.AreEqual((16, 16), (picture.Width, picture.Height));
            var digit = new byte[784];
            DigitReading.Read(picture, digit);
            Assert.IsTrue(digit.AsSpan().SequenceEqual(parts.Test.PixelsOf(index)), $"Digit {index} is not its picture as DigitReading reads it.");
        }
    }

    [TestMethod]
    public void A_picture_of_another_size_is_opened_with_the_bytes_that_came()
    {
        using var folder = new TemporaryFolder();
        var random = SeededRandom.For(1, RandomPurpose.Shuffle);
        byte[] pixels = [.. Enumerable.Range(0, 12 * 20 * 15).Select(_ => (byte)random.NextBits())];
        folder.Write("images-idx3-ubyte", WrittenDigits.IdxImages(pixels, 20, 15));
        folder.Write("labels-idx1-ubyte", WrittenDigits.IdxLabels(Enumerable.Range(0, 12).Select(index => (byte)(index % 2))));
        var parts = DigitSource.Open(folder.Path, seed: 1);
        var opened = new List<string>();
        foreach (var digits in new[] { parts.Train, parts.Test })
        {
            for (var index = 0; index < digits.Count; index++)
            {
                using var picture = digits.OpenPicture(index);
                Assert.AreEqual((15, 20), (picture.Width, picture.Height));
                opened.Add(Convert.ToHexString([.. picture.GetBGRPixels.Where((_, position) => position % 3 == 0)]));
            }
        }

        CollectionAssert.AreEquivalent(pixels.Chunk(20 * 15).Select(Convert.ToHexString).ToArray(), opened);
    }

    [TestMethod]
    public void Classes_are_those_found_and_sorted_as_numbers()
    {
        using var folder = new TemporaryFolder();
        folder.Write("images-idx3-ubyte", WrittenDigits.IdxImages(MnistDigits.First(40).Pixels, 28, 28));
        folder.Write("labels-idx1-ubyte", WrittenDigits.IdxLabels(Enumerable.Range(0, 40).Select(index => (byte)(index % 4 * 60))));
        Assert.AreEqual("0 60 120 180", string.Join(' ', DigitSource.Open(folder.Path, seed: 1).Train.Classes));
    }
}
