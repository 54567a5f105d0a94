using Microsoft.ML.Data;
using MnistPipeline.Conditions;
using MnistPipeline.Reading;
using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.Reading;

[TestClass]
public sealed class DigitReadingTests
{
    private static readonly byte[][] Digits = RealDigits.Mnist(200);

    [TestMethod]
    public void The_canvas_of_a_grey_28x28_picture_is_the_one_that_Skia_draws()
    {
        var drawn = new byte[ReadingCanvas.Pixels];
        var enlarged = new byte[ReadingCanvas.Pixels];
        var unequal = 0;
        var random = new Random(8);
        var noises = Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, 784).Select(_ => (byte)(255 * random.Next(2))).ToArray());
        foreach (var grey in Digits.Concat(noises))
        {
            using var picture = GreyPicture.Create(grey, 28, 28);
            ReadingCanvas.Draw(picture, drawn);
            CubicEnlarging.Draw(grey, enlarged);
            Assert.IsLessThanOrEqualTo(1, GreatestDifference(drawn, enlarged));
            unequal += drawn.Zip(enlarged).Count(pair => pair.First != pair.Second);
        }

        Assert.IsLessThan(Digits.Length, unequal, "more than one rounding a picture differs");
    }

    [TestMethod]
    public void A_grey_28x28_picture_reads_as_its_MLImage_does()
    {
        foreach (var digit in Digits)
        {
            var fast = new byte[784];
            DigitReading.Read(digit, fast);
            var difference = GreatestDifference(ReadPicture(digit, 28, 28), fast);
            Assert.IsLessThanOrEqualTo(3, difference, "a rounding of the canvas may differ by a grey level, its effect by little more");
        }
    }

    [TestMethod]
    public void MNISTs_own_digits_change_little()
    {
        var difference = Digits.Average(digit => MeanDifference(digit, Read(digit)));
        Assert.IsLessThan(8, difference);
    }

    [TestMethod]
    public void Reading_what_was_read_changes_little()
    {
        var difference = Digits.Average(digit => MeanDifference(Read(digit), Read(Read(digit))));
        Assert.IsLessThan(6, difference);
    }

    [TestMethod]
    public void Dark_on_light_reads_as_light_on_dark()
    {
        foreach (var digit in Digits)
        {
            var inverted = digit.Select(pixel => (byte)(255 - pixel)).ToArray();
            Assert.IsLessThanOrEqualTo(4, GreatestDifference(Read(digit), Read(inverted)));
        }
    }

    [TestMethod]
    [DataRow(40, 40, 3, 9, 0, 255)]
    [DataRow(40, 40, 3, 9, 255, 0)]
    [DataRow(60, 30, 25, 1, 255, 0)]
    [DataRow(60, 30, 25, 1, 0, 255)]
    [DataRow(30, 60, 1, 28, 240, 60)]
    [DataRow(30, 60, 1, 28, 30, 180)]
    [DataRow(56, 56, 28, 0, 200, 20)]
    [DataRow(57, 56, 28, 0, 200, 20)]
    public void Where_a_digit_stands_on_a_page_and_in_what_greys_matters_little(int width, int height, int left, int top, int paper, int ink)
    {
        var difference = Digits.Average(digit =>
            MeanDifference(Read(digit), ReadPicture(RealDigits.Page(digit, width, height, left, top, (byte)paper, (byte)ink), width, height)));
        Assert.IsLessThan(6, difference);
    }

    [TestMethod]
    public void What_cameras_scanners_and_forms_add_to_a_page_is_not_read()
    {
        const int Count = 40;
        var clean = Surroundings.Clean.Single(condition => condition.Name == "clean page");
        var failed = new List<string>();
        foreach (var condition in Surroundings.Spoilt.Where(condition => condition.Name is not ("wide banner" or "tall strip" or "digit of 10 % of the height")))
        {
            int[] spoilt = [.. ParallelEnumerable.Range(0, Count).Where(index => MeanDifference(ReadIn(clean, index), ReadIn(condition, index)) > 16)];
            if (spoilt.Length > 2)
            {
                failed.Add($"{condition.Name}: {string.Join(' ', spoilt)}");
            }
        }

        Assert.AreEqual("", string.Join('\n', failed), "digits of which the reading is another than that of the clean page");

        static byte[] ReadIn(Condition condition, int index)
        {
            using var picture = condition.Make(Digits[index], new Random(index));
            return TestPictures.Read(picture);
        }
    }

    [TestMethod]
    public void Light_and_tables_on_a_sheet_without_a_digit_are_not_read()
    {
        AssertMostlyBlank("blank sheet in even light", 0);
        AssertMostlyBlank("one colour", 0);
        AssertMostlyBlank("a dark table's edge", 2);
        AssertMostlyBlank("blank sheet in uneven light", 25);

        static void AssertMostlyBlank(string name, int mostRead)
        {
            var kind = NoDigits.All.Single(kind => kind.Name == name);
            var read = Enumerable.Range(0, 100).Count(index =>
            {
                using var picture = kind.Make(new Random(index));
                return TestPictures.Read(picture).Any(ink => ink > 0);
            });
            Assert.IsLessThanOrEqualTo(mostRead, read, name);
        }
    }

    [TestMethod]
    public void Ink_in_the_alpha_channel_is_read()
    {
        foreach (var digit in Digits.Take(20))
        {
            foreach (var ink in (byte[])[0, 90, 255])
            {
                // The digit as strokes on nothing: premultiplied colours.
                byte[] pixels = [.. digit.SelectMany(alpha => Enumerable.Repeat((byte)(ink * alpha / 255), 3).Append(alpha))];
                using var strokes = MLImage.CreateFromPixels(28, 28, MLPixelFormat.Bgra32, pixels);
                Assert.IsLessThan(8, MeanDifference(TestPictures.Read(strokes), Read(digit)), $"ink of {ink}");
            }
        }
    }

    [TestMethod]
    public void Colours_read_as_their_greys()
    {
        var pixels = new byte[28 * 28 * 4];
        for (var pixel = 0; pixel < 784; pixel++)
        {
            var isInk = Digits[0][pixel] > 127;
            byte[] colour = isInk ? [160, 40, 20, 255] : [230, 250, 255, 255];
            colour.CopyTo(pixels, 4 * pixel);
        }

        var digit = new byte[784];
        using var picture = MLImage.CreateFromPixels(28, 28, MLPixelFormat.Bgra32, pixels);
        DigitReading.Read(picture, digit);
        Assert.IsLessThan(12, MeanDifference(Read(Digits[0]), digit));
    }

    [TestMethod]
    public void The_order_of_colour_bytes_does_not_matter()
    {
        var bgra = Digits[3].SelectMany(grey => new byte[] { grey, (byte)(grey / 2), (byte)(grey / 3), 255 }).ToArray();
        var rgba = Digits[3].SelectMany(grey => new byte[] { (byte)(grey / 3), (byte)(grey / 2), grey, 255 }).ToArray();
        var (first, second) = (new byte[784], new byte[784]);
        using (var picture = MLImage.CreateFromPixels(28, 28, MLPixelFormat.Bgra32, bgra))
        {
            DigitReading.Read(picture, first);
        }

        using (var picture = MLImage.CreateFromPixels(28, 28, MLPixelFormat.Rgba32, rgba))
        {
            DigitReading.Read(picture, second);
        }

        Assert.IsLessThanOrEqualTo(2, GreatestDifference(first, second));
    }

    [TestMethod]
    [DataRow(1, 1, 0)]
    [DataRow(1, 1, 255)]
    [DataRow(28, 28, 0)]
    [DataRow(28, 28, 128)]
    [DataRow(300, 200, 255)]
    [DataRow(1000, 1, 255)]
    [DataRow(1, 1000, 0)]
    [DataRow(3, 500, 90)]
    public void A_blank_picture_is_all_background(int width, int height, int grey)
    {
        var blank = new byte[width * height];
        Array.Fill(blank, (byte)grey);
        Assert.AreEqual(0, ReadPicture(blank, width, height).Max());
    }

    [TestMethod]
    public void The_faint_noise_of_a_blank_page_is_background()
    {
        var random = new Random(5);
        var page = Enumerable.Range(0, 120 * 160).Select(_ => (byte)(225 + random.Next(7))).ToArray();
        Assert.AreEqual(0, ReadPicture(page, 120, 160).Max());
    }

    [TestMethod]
    public void Ink_is_centred_by_mass_and_fitted_into_20_pixels()
    {
        foreach (var digit in Digits.Select(Read))
        {
            double mass = digit.Sum(pixel => pixel);
            Assert.AreEqual(14, Enumerable.Range(0, 784).Sum(pixel => digit[pixel] * (pixel / 28)) / mass, 0.25);
            Assert.AreEqual(14, Enumerable.Range(0, 784).Sum(pixel => digit[pixel] * (pixel % 28)) / mass, 0.25);
            var inked = Enumerable.Range(0, 784).Where(pixel => digit[pixel] > 127).ToArray();
            var height = inked.Max(pixel => pixel / 28) - inked.Min(pixel => pixel / 28) + 1;
            var width = inked.Max(pixel => pixel % 28) - inked.Min(pixel => pixel % 28) + 1;
            Assert.IsTrue(Math.Max(width, height) is >= 18 and <= 21, $"{width}x{height}");
        }
    }

    [TestMethod]
    public void A_wrong_number_of_bytes_is_refused() =>
        Assert.ThrowsExactly<ArgumentException>(() => DigitReading.Read(new byte[783], new byte[784]));

    [TestMethod]
    public void Reading_a_grey_28x28_picture_allocates_nothing()
    {
        var digit = new byte[784];
        var next = 0;
        Allocations.AssertNone(calls: 2, () => DigitReading.Read(Digits[next++], digit));
    }

    private static byte[] Read(byte[] grey28)
    {
        var digit = new byte[784];
        DigitReading.Read(grey28, digit);
        return digit;
    }

    private static byte[] ReadPicture(byte[] grey, int width, int height)
    {
        var digit = new byte[784];
        using var picture = GreyPicture.Create(grey, width, height);
        DigitReading.Read(picture, digit);
        return digit;
    }

    private static int GreatestDifference(byte[] first, byte[] second) =>
        first.Zip(second).Max(pair => Math.Abs(pair.First - pair.Second));

    private static double MeanDifference(byte[] first, byte[] second) =>
        first.Zip(second).Average(pair => Math.Abs(pair.First - pair.Second));
}
