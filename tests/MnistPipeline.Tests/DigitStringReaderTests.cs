using Microsoft.ML.Data;
using MnistPipeline.Reading;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training.Strings;

namespace MnistPipeline.Tests;

[TestClass]
public sealed class DigitStringReaderTests
{
    private const int Scale = 3;

    private static readonly StringComposer Composer = new(TrainedStringNetwork.Digits(MnistDigits.First(2000)));

    private static readonly Lazy<DigitStringReader> Reader = new(() => DigitStringReader.Open(new MemoryStream(TrainedStringNetwork.File()), "model.onnx"));

    [TestMethod]
    public void Short_strings_on_paper_are_mostly_read_right()
    {
        var answers = Strings(100, 2).Select(one => (one.Text, Answer: Read(one, DigitStringOptions.OfLength(2)))).ToList();
        Assert.IsGreaterThan(85, answers.Count(one => one.Text == one.Answer.Text));
        Assert.IsTrue(answers.All(one => one.Answer.Text.Length == 2));
    }

    [TestMethod]
    public void An_answer_tells_the_digits_their_boxes_and_what_else_it_may_be()
    {
        foreach (var one in Strings(60, 3))
        {
            var answer = Read(one);
            Assert.AreEqual(answer.Text, string.Concat(answer.Digits.Select(digit => digit.Digit)));
            Assert.AreNotEqual(answer.Text, answer.RunnerUp);
            Assert.IsTrue(answer.Confidence is >= 0 and <= 1 && answer.RunnerUpConfidence <= answer.Confidence);
            Assert.IsTrue(answer.Digits.All(digit => digit.Confidence >= answer.Confidence - 1e-5 && digit.Confidence <= 1.00001));
            Assert.IsTrue(answer.Digits.Zip(answer.Digits.Skip(1)).All(pair => Middle(pair.First) < Middle(pair.Second)));
            if (answer.Text == one.Text)
            {
                for (var place = 0; place < answer.Digits.Count; place++)
                {
                    var extent = one.Row.Extents[place];
                    var middle = Scale * (extent.First + extent.Last + 1) / 2.0;
                    Assert.IsLessThan(Scale * 8, Math.Abs(Middle(answer.Digits[place]) - middle));
                    Assert.IsTrue(answer.Digits[place].Box is { Height: > 30 and < 110, Width: > 3 and < 110 }, $"{answer.Digits[place].Box}");
                }
            }
        }

        static double Middle(ReadDigit digit) => digit.Box.Left + digit.Box.Width / 2;
    }

    [TestMethod]
    public void What_is_known_of_the_digits_chooses_among_the_readings()
    {
        foreach (var one in Strings(30, 3))
        {
            Assert.AreEqual(4, Read(one, DigitStringOptions.OfLength(4)).Text.Length);
            StringAssert.Matches(Read(one, new() { Pattern = "d{1,2}.dd" }).Text, new("^[0-9]{1,2}[.][0-9]{2}$"));
            Assert.IsTrue(Read(one, new() { MinLength = 3, MaxLength = 3, Check = digits => digits[0] == digits[2] }).Text is "" or [_, _, _]);
            var even = Read(one, new() { MinLength = 1, Check = digits => (digits[^1] - '0') % 2 == 0 });
            Assert.IsTrue(even.Text.Length == 0 || (even.Text[^1] - '0') % 2 == 0);
            var allowed = Read(one, new() { AllowedValues = [one.Text, "77", "1234"] });
            Assert.IsTrue(allowed.Text == "" || allowed.Text == one.Text || allowed.Text is "77" or "1234");
        }
    }

    [TestMethod]
    public void Paper_without_digits_is_an_answer_that_a_person_need_not_doubt()
    {
        var paper = new byte[300 * 80];
        Array.Fill(paper, (byte)220);
        var answer = Reader.Value.ReadPixels(paper, 300, 80, null);
        Assert.AreEqual(("", 1f, 0), (answer.Text, answer.Confidence, answer.Digits.Count));
        Assert.IsTrue(Reader.Value.NeedsPerson(answer));
    }

    [TestMethod]
    public void Pictures_files_streams_and_batches_give_the_same_answers()
    {
        var strings = Strings(8, 3).ToList();
        var pictures = strings.Select(Picture).ToList();
        var batch = Reader.Value.Read(pictures, null);
        for (var index = 0; index < pictures.Count; index++)
        {
            AssertSame(Reader.Value.Read(pictures[index]), batch[index]);
            var (grey, width) = Page(strings[index].Row);
            AssertSame(batch[index], Reader.Value.ReadPixels(grey, width, grey.Length / width, null));
            var file = PngOf(grey, width);
            AssertSame(batch[index], Reader.Value.ReadFile(file, "upload", null));
            using var folder = new TemporaryFolder();
            AssertSame(batch[index], Reader.Value.ReadFile(folder.Write("field.png", file)));
            pictures[index].Dispose();
        }
    }

    [TestMethod]
    public void Options_out_of_range_and_models_of_digits_are_refused()
    {
        var one = Strings(1, 2).First();
        BadInput.Assert(() => Read(one, new() { MinLength = 5, MaxLength = 4 }), "MaxLength");
        BadInput.Assert(() => Read(one, new() { MaxLength = 1000 }), "MaxLength");
        BadInput.Assert(() => Read(one, new() { AllowedValues = ["12a"] }), "12a");
        BadInput.Assert(() => Read(one, new() { Pattern = "d{" }), "d{");
        using var folder = new TemporaryFolder();
        var strings = folder.Write("model.onnx", TrainedStringNetwork.File());
        BadInput.Assert(() => DigitReader.Open(strings), strings, "strings");
        using var file = typeof(DigitReader).Assembly.GetManifestResourceStream("default.onnx")!;
        BadInput.Assert(() => DigitStringReader.Open(file, "default.onnx"), "default.onnx", "single digits");
    }

    [TestMethod]
    public void The_network_that_comes_with_the_library_reads_five_digits_and_stays_open()
    {
        const int Count = 60;
        DigitStringReader.Default.Dispose();
        var right = Strings(Count, 5).Count(one =>
        {
            using var picture = Picture(one);
            return DigitStringReader.Default.Read(picture).Text == one.Text;
        });
        Assert.IsGreaterThanOrEqualTo(0.8 * Count, right);
        Assert.IsTrue(DigitStringReader.Default.RejectBelow is > 0.5 and < 1);
    }

    [TestMethod]
    public void A_long_list_of_allowed_values_leads_to_the_one_that_stands_there()
    {
        const int Count = 60;
        var strings = Strings(Count, 4).ToList();
        string[] values = [.. Enumerable.Range(0, 300).Select(number => $"{number * 37 % 10_000:D4}"), .. strings.Select(one => one.Text)];
        var (free, listed) = (0, 0);
        foreach (var one in strings)
        {
            free += Read(one).Text == one.Text ? 1 : 0;
            var answer = Read(one, new() { AllowedValues = values });
            listed += answer.Text == one.Text ? 1 : 0;
            Assert.Contains(answer.Text, values);
        }

        Assert.IsGreaterThan(free, listed);
        Assert.AreEqual(Count, listed);
    }

    private static IEnumerable<(StringRow Row, string Text)> Strings(int count, int length)
    {
        var random = SeededRandom.For(11, RandomPurpose.Composition);
        for (var place = 0; place < count; place++)
        {
            var row = Composer.Compose(length, Spacing.Apart, ref random);
            yield return (row, string.Concat(row.Text));
        }
    }

    private static DigitStringPrediction Read((StringRow Row, string Text) one, DigitStringOptions? options = null)
    {
        using var picture = Picture(one);
        return Reader.Value.Read(picture, options);
    }

    private static MLImage Picture((StringRow Row, string Text) one)
    {
        var (grey, width) = Page(one.Row);
        return GreyPicture.Create(grey, width, grey.Length / width);
    }

    private static (byte[] Grey, int Width) Page(StringRow row)
    {
        var width = row.Columns * Scale;
        var page = new byte[width * 36 * Scale];
        for (var at = 0; at < page.Length; at++)
        {
            var line = at / width / Scale - 4;
            var covered = line is >= 0 and < 28 ? row.Pixels[line * row.Columns + at % width / Scale] : 0;
            page[at] = (byte)(230 - 180 * covered / 255);
        }

        return (page, width);
    }

    private static byte[] PngOf(byte[] grey, int width)
    {
        using var bitmap = new SkiaSharp.SKBitmap(new SkiaSharp.SKImageInfo(width, grey.Length / width, SkiaSharp.SKColorType.Gray8, SkiaSharp.SKAlphaType.Opaque));
        for (var row = 0; row < bitmap.Height; row++)
        {
            System.Runtime.InteropServices.Marshal.Copy(grey, row * width, bitmap.GetPixels() + row * bitmap.RowBytes, width);
        }

        using var data = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static void AssertSame(DigitStringPrediction expected, DigitStringPrediction actual)
    {
        Assert.AreEqual((expected.Text, expected.Confidence, expected.RunnerUp), (actual.Text, actual.Confidence, actual.RunnerUp));
        CollectionAssert.AreEqual(expected.Digits.Select(digit => (digit.Digit, digit.Confidence, digit.Box)).ToList(), actual.Digits.Select(digit => (digit.Digit, digit.Confidence, digit.Box)).ToList());
    }
}
