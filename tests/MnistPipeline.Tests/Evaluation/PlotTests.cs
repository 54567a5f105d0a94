using MnistPipeline.Data;
using MnistPipeline.Evaluation;
using SkiaSharp;

namespace MnistPipeline.Tests.Evaluation;

[TestClass]
public sealed class PlotTests
{
    // What a machine without a single font draws with.
    private static readonly PlotFont BuiltIn = PlotFont.Create([]);

    [TestMethod]
    public void Every_letter_of_the_built_in_font_has_ink_of_its_own()
    {
        var shapes = new HashSet<string>();
        for (var character = '!'; character <= '~'; character++)
        {
            Assert.IsTrue(BuiltIn.Regular.ContainsGlyph(character), $"'{character}'");
            using var font = new SKFont(BuiltIn.Regular, 40);
            using var path = font.GetGlyphPath(font.GetGlyph(character));
            Assert.IsFalse(path.Bounds.IsEmpty, $"'{character}'");
            Assert.IsTrue(shapes.Add(path.ToSvgPathData()), $"'{character}' looks like another.");
        }
    }

    [TestMethod]
    public void Text_is_drawn_without_an_installed_font()
    {
        using var surface = PlotStyle.Surface(200, 40);
        using var text = new PlotText(BuiltIn, 16);
        text.Draw(surface.Canvas, "accuracy 99.3 %", 4, 20, SKTextAlign.Left, SKColors.Black);
        Assert.IsGreaterThan(200, Count(PlotStyle.Png(surface), color => color.Red < 160));
        Assert.IsGreaterThan(80f, text.Measure("accuracy 99.3 %"));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(10)]
    [DataRow(300)]
    public void Curves_of_any_length_are_drawn(int epochs)
    {
        var points = Enumerable.Range(1, epochs)
            .Select(epoch => new EpochPoint(epoch, 1.0 / epoch, epoch == 2 ? double.NaN : 0.5 / epoch, 0.97))
            .ToList();
        AssertSize(1200, 500, CurvesPlot.Png(points, BuiltIn));
    }

    [TestMethod]
    public void Curves_without_a_validation_split_are_drawn() =>
        AssertSize(1200, 500, CurvesPlot.Png([new EpochPoint(1, 0.3, double.NaN, double.NaN)], BuiltIn));

    [TestMethod]
    public void Ticks_are_round_and_within_the_axis()
    {
        CollectionAssert.AreEqual(new double[] { 1, 2, 3 }, PlotArea.RoundTicks((0.5, 3.5), 10, leastStep: 1));
        var ticks = PlotArea.RoundTicks((0.968, 0.9955), 8);
        Assert.AreEqual(0.97, ticks[0], 1e-12);
        Assert.AreEqual(0.995, ticks[^1], 1e-12);
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(50)]
    [DataRow(200)]
    public void Confusion_of_few_and_many_classes_fits_a_picture(int classes)
    {
        var names = Enumerable.Range(0, classes).Select(index => $"class with a long name {index}").ToArray();
        int[] truths = [.. Enumerable.Range(0, 4 * classes).Select(digit => digit % classes)];
        int[] answers = [.. truths.Select((truth, digit) => digit == 1 ? 0 : truth)];
        using var picture = SKBitmap.Decode(ConfusionPlot.Png(new ConfusionMatrix(names, truths, answers), BuiltIn));
        Assert.IsLessThan(1600, picture.Width);
        Assert.IsLessThan(1600, picture.Height);
    }

    [TestMethod]
    public void An_error_stands_out_beside_thousands_of_right_answers()
    {
        int[] truths = [.. Enumerable.Repeat(0, 5000), .. Enumerable.Repeat(1, 5000)];
        var answers = truths.ToArray();
        Assert.AreEqual(0, RedPixels());
        answers[0] = 1;
        Assert.IsGreaterThan(1000, RedPixels());

        int RedPixels() => Count(
            ConfusionPlot.Png(new ConfusionMatrix(["0", "1"], truths, answers), BuiltIn), color => color.Red > 180 && color.Green < 60);
    }

    [TestMethod]
    public void Reliability_is_drawn_for_one_digit_too() =>
        AssertSize(860, 760, ReliabilityPlot.Png(new Calibration([0.6f], [true]), BuiltIn));

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(40)]
    [DataRow(200)]
    public void Rejection_is_drawn_for_no_errors_for_many_and_for_errors_alone(int wrong)
    {
        float[] confidences = [.. Enumerable.Range(0, 200).Select(digit => 0.3f + 0.003f * digit)];
        var curve = new RejectionCurve(confidences, [.. Enumerable.Range(0, 200).Select(digit => digit >= wrong)]);
        AssertSize(900, 600, RejectionPlot.Png(curve, null, BuiltIn));
        AssertSize(900, 600, RejectionPlot.Png(curve, curve.At(0.35), BuiltIn));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(9)]
    [DataRow(100)]
    public void The_sheet_shows_at_most_48_mistakes(int wrong)
    {
        float[] scores = [.. Enumerable.Range(0, 100).SelectMany(digit => Enumerable.Range(0, 2).Select(index => (index == 1) == (digit < wrong) ? 0.9f : 0.1f))];
        var report = new ClassificationReport(scores, new int[100], ["zero", "a class with a very long name"]);
        var asked = new HashSet<int>();
        using var picture = SKBitmap.Decode(MistakesSheet.Png(report, Pixels, BuiltIn));
        Assert.HasCount(Math.Min(wrong, MistakesSheet.MostDigits), asked);
        Assert.AreEqual(1084, picture.Width);

        ReadOnlyMemory<byte> Pixels(int index)
        {
            _ = asked.Add(index);
            return new byte[784];
        }
    }

    [TestMethod]
    [DataRow(0, 0, 0)]
    [DataRow(9, 0, 2)]
    [DataRow(3, 100, 0)]
    public void The_sheet_of_changes_shows_what_was_gained_and_what_was_lost(int gained, int lost, int wrongBoth)
    {
        var digits = gained + lost + wrongBoth + 1;
        var before = Report(digit => digit < gained + wrongBoth);
        var after = Report(digit => digit >= gained && digit < gained + wrongBoth + lost);
        var reports = new ReportComparison(before, after);
        CollectionAssert.AreEqual(Enumerable.Range(0, gained).ToArray(), reports.Gained.Select(digit => digit.Index).ToArray());
        CollectionAssert.AreEqual(Enumerable.Range(gained + wrongBoth, lost).ToArray(), reports.Lost.Select(digit => digit.Index).ToArray());
        Assert.HasCount(gained == lost ? 0 : 1, reports.ChangedClasses);

        var rows = Rows(gained) + Rows(lost);
        using var picture = SKBitmap.Decode(
            ChangesSheet.Png([("some", reports, new DigitSet("some", new byte[784 * digits], new int[digits], ["zero", "one"]))], BuiltIn));
        Assert.AreEqual((1084, 2 * 64 + rows * 170 + 24), (picture.Width, picture.Height));

        ClassificationReport Report(Func<int, bool> isWrong) => new(
            [.. Enumerable.Range(0, digits).SelectMany(digit => isWrong(digit) ? new[] { 0.1f, 0.9f } : [0.9f, 0.1f])], new int[digits], ["zero", "one"]);

        static int Rows(int shown) => (Math.Min(shown, ChangesSheet.MostDigits) + 7) / 8;
    }

    private static void AssertSize(int width, int height, byte[] png)
    {
        using var picture = SKBitmap.Decode(png);
        Assert.AreEqual((width, height), (picture.Width, picture.Height));
    }

    private static int Count(byte[] png, Func<SKColor, bool> condition)
    {
        using var picture = SKBitmap.Decode(png);
        return picture.Pixels.Count(condition);
    }
}
