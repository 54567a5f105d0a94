using MnistPipeline.Data;
using MnistPipeline.Evaluation;
using MnistPipeline.Plots;
using MnistPipeline.Tests.Training;
using SkiaSharp;

namespace MnistPipeline.Tests.Plots;

[TestClass]
public sealed class PlotTests
{
    private static readonly SKColor RightAnswers = new(0xE3, 0xEA, 0xF2);
    private static readonly SKColor MostErrors = new(0xC5, 0x30, 0x30);

    [TestMethod]
    public void Every_letter_has_strokes_of_its_own()
    {
        var shapes = new HashSet<string>();
        for (var character = '!'; character <= '~'; character++)
        {
            using var path = SKPath.ParseSvgPathData(StrokeGlyphs.For(character).Strokes);
            Assert.IsFalse(path.IsEmpty, $"'{character}'");
            Assert.IsTrue(shapes.Add(path.ToSvgPathData()), $"'{character}' looks like another.");
            Assert.AreNotEqual(StrokeGlyphs.For('\uFFFF').Strokes, StrokeGlyphs.For(character).Strokes, $"'{character}' looks like a missing one.");
        }
    }

    [TestMethod]
    public void Text_is_drawn_without_an_installed_font()
    {
        using var surface = PlotStyle.Surface(200, 40);
        using var text = new PlotText(16);
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
            .Select(epoch => Epochs.Of(epoch, 0.97, epoch == 2 ? double.NaN : 0.3 + 0.5 / epoch, 1.0 / epoch))
            .ToList();
        using var picture = new DrawnPicture(CurvesPlot.Png(points));
        Assert.AreEqual((1200, 500), (picture.Width, picture.Height));
        AssertSpans(PlotStyle.Blue, 70);
        AssertSpans(PlotStyle.Orange, 70);
        var accuracies = AssertSpans(PlotStyle.Orange, 676);
        Assert.IsLessThan(12, accuracies.Height, "The same accuracy stands at the same height.");

        // From the first epoch's place to the last one's.
        SKRectI AssertSpans(SKColor color, int left)
        {
            var bounds = picture.BoundsOf(color, new SKRectI(left, 62, left + 500, 434));
            Assert.AreEqual(left + 500 * 0.5 / epochs, bounds.Left, 5);
            Assert.AreEqual(left + 500 * (1 - 0.5 / epochs), bounds.Right, 5);
            return bounds;
        }
    }

    [TestMethod]
    public void Curves_without_a_validation_split_are_drawn()
    {
        using var picture = new DrawnPicture(CurvesPlot.Png([Epochs.Of(1, double.NaN, double.NaN, 0.3)]));
        Assert.AreEqual((1200, 500), (picture.Width, picture.Height));
        picture.AssertMark(PlotStyle.Blue, 320, 248, 4);
        Assert.AreEqual(0, picture.Count(new SKRectI(70, 62, 1200, 500), color => color == PlotStyle.Orange));
        Assert.IsGreaterThan(500, picture.Count(new SKRectI(676, 62, 1176, 434), color => color == PlotStyle.Grid));
    }

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
        using var picture = new DrawnPicture(ConfusionPlot.Png(new ConfusionMatrix(names, truths, answers)));
        Assert.IsLessThan(1600, picture.Width);
        Assert.IsLessThan(1600, picture.Height);

        // Right answers fill the diagonal, and the one error is in the second row's first column.
        var matrix = picture.BoundsOf(RightAnswers, new SKRectI(0, 0, picture.Width, picture.Height));
        Assert.AreEqual(matrix.Width, matrix.Height);
        var cell = (matrix.Width + 1) / classes;
        for (var index = 0; index < classes; index++)
        {
            Assert.AreEqual(RightAnswers, picture.At(matrix.Left + index * cell, matrix.Top + index * cell), $"class {index}");
        }

        var error = picture.BoundsOf(MostErrors, matrix);
        Assert.AreEqual((matrix.Left, matrix.Top + cell), (error.Left, error.Top));
        Assert.AreEqual(cell, error.Width, 1);
    }

    [TestMethod]
    public void An_error_stands_out_beside_thousands_of_right_answers()
    {
        int[] truths = [.. Enumerable.Repeat(0, 5000), .. Enumerable.Repeat(1, 5000)];
        var answers = truths.ToArray();
        Assert.AreEqual(0, RedPixels());
        answers[0] = 1;
        Assert.IsGreaterThan(1000, RedPixels());

        int RedPixels()
        {
            using var picture = new DrawnPicture(ConfusionPlot.Png(new ConfusionMatrix(["0", "1"], truths, answers)));
            return picture.Count(new SKRectI(0, 0, picture.Width, picture.Height), color => color.Red > 180 && color.Green < 60);
        }
    }

    [TestMethod]
    public void Reliability_is_drawn_for_one_digit_too()
    {
        using var picture = new DrawnPicture(ReliabilityPlot.Png(new Calibration([0.62f], [true])));
        Assert.AreEqual((860, 760), (picture.Width, picture.Height));
        picture.AssertMark(PlotStyle.Blue, ColumnOf(0.62), RowOf(1), 4);
        AssertBar(picture, 0.62, 1);
    }

    [TestMethod]
    public void A_bar_stands_over_its_confidence_and_is_as_high_as_the_share_that_is_right()
    {
        float[] confidences = [.. Enumerable.Repeat(0.3f, 200), .. Enumerable.Repeat(0.9f, 200)];
        bool[] right = [.. Enumerable.Range(0, 400).Select(digit => digit is < 40 or >= 240)];
        using var picture = new DrawnPicture(ReliabilityPlot.Png(new Calibration(confidences, right)));
        picture.AssertMark(PlotStyle.Blue, ColumnOf(0.3), RowOf(0.2), 4);
        picture.AssertMark(PlotStyle.Blue, ColumnOf(0.9), RowOf(0.8), 4);
        AssertBar(picture, 0.3, 0.2);
        AssertBar(picture, 0.9, 0.8);
        Assert.AreEqual(SKColors.White, picture.At(ColumnOf(0.5), RowOf(0.1)), "no digits, no bar");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(40)]
    [DataRow(200)]
    public void Rejection_is_drawn_for_no_errors_for_many_and_for_errors_alone(int wrong)
    {
        float[] confidences = [.. Enumerable.Range(0, 200).Select(digit => 0.3f + 0.003f * digit)];
        var curve = new RejectionCurve(confidences, [.. Enumerable.Range(0, 200).Select(digit => digit >= wrong)]);
        var frame = new SKRectI(84, 116, 864, 534);
        using (var picture = new DrawnPicture(RejectionPlot.Png(curve, null)))
        {
            Assert.AreEqual((900, 600), (picture.Width, picture.Height));
            var line = picture.BoundsOf(PlotStyle.Blue, new SKRectI(frame.Left - 10, frame.Top, frame.Right, frame.Bottom + 10));
            Assert.AreEqual(frame.Left, line.Left, 3);
            Assert.AreEqual(frame.Right, line.Right, 5);
            Assert.AreEqual(Row(wrong / 200.0), line.Top, 3);
            Assert.AreEqual(wrong == 200 ? line.Top : frame.Bottom, line.Bottom, 3);
            Assert.AreEqual(Row(0.001), picture.BoundsOf(PlotStyle.Orange, frame, 60).Top, 2);
            Assert.AreEqual(0, picture.Count(frame, color => color == PlotStyle.Ink));
        }

        var chosen = curve.At(0.35);
        using var ringed = new DrawnPicture(RejectionPlot.Png(curve, chosen));
        if (wrong == 200)
        {
            // The frame's upper edge cuts it.
            Assert.IsGreaterThan(10, ringed.BoundsOf(PlotStyle.Ink, frame).Width);
        }
        else
        {
            ringed.AssertMark(PlotStyle.Ink, frame.Left + chosen.RejectedShare * frame.Width, Row(chosen.ErrorShare), 9);
        }

        // The rows go by the logarithm; no errors stand on the lowest.
        double Row(double share)
        {
            var (low, high) = (Math.Log10(0.0005), Math.Log10(Math.Min(1.05, 1.6 * Math.Max(wrong / 200.0, 0.001))));
            return frame.Bottom - frame.Height * (share == 0 ? 0 : (Math.Log10(share) - low) / (high - low));
        }
    }

    [TestMethod]
    public void The_fewest_rejections_have_a_dot()
    {
        float[] confidences = [.. Enumerable.Range(0, 1000).Select(digit => 0.3f + 0.0005f * digit)];
        var curve = new RejectionCurve(confidences, [.. Enumerable.Range(0, 1000).Select(digit => digit >= 10)]);
        using var picture = new DrawnPicture(RejectionPlot.Png(curve, null));

        // Ten of a thousand, on an axis that goes three times as far.
        picture.AssertMark(PlotStyle.Orange, 84 + 780 / 3.0, 534, 6);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(9)]
    [DataRow(100)]
    public void The_sheet_shows_at_most_48_mistakes(int wrong)
    {
        float[] scores = [.. Enumerable.Range(0, 100).SelectMany(digit => digit < wrong ? new[] { 0.4f - 0.001f * digit, 0.6f + 0.001f * digit } : [0.9f, 0.1f])];
        var report = new ClassificationReport(scores, new int[100], ["zero", "a class with a very long name"]);
        var asked = new HashSet<int>();
        using var picture = new DrawnPicture(MistakesSheet.Png(report, Pixels));
        Assert.HasCount(Math.Min(wrong, MistakesSheet.MaxDigits), asked);
        Assert.AreEqual(1084, picture.Width);
        AssertHeading(picture, 0);

        // The most confident mistake first.
        for (var place = 0; place < asked.Count; place++)
        {
            AssertCell(picture, 64, place, wrong - 1 - place);
        }

        ReadOnlyMemory<byte> Pixels(int index)
        {
            _ = asked.Add(index);
            return Grey(index);
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
        byte[] pixels = [.. Enumerable.Range(0, digits).SelectMany(Grey)];
        using var picture = new DrawnPicture(
            ChangesSheet.Png([("some", reports, new DigitSet("some", pixels, new int[digits], ["zero", "one"]))]));
        Assert.AreEqual((1084, 2 * 64 + rows * 170 + 24), (picture.Width, picture.Height));
        AssertHeading(picture, 0);
        AssertHeading(picture, 64 + Rows(gained) * 170);
        for (var place = 0; place < Math.Min(gained, ChangesSheet.MaxDigits); place++)
        {
            AssertCell(picture, 64, place, place);
        }

        for (var place = 0; place < Math.Min(lost, ChangesSheet.MaxDigits); place++)
        {
            AssertCell(picture, 2 * 64 + Rows(gained) * 170, place, gained + wrongBoth + place);
        }

        ClassificationReport Report(Func<int, bool> isWrong) => new(
            [.. Enumerable.Range(0, digits).SelectMany(digit => isWrong(digit) ? new[] { 0.1f, 0.9f } : [0.9f, 0.1f])], new int[digits], ["zero", "one"]);

        static int Rows(int shown) => (Math.Min(shown, ChangesSheet.MaxDigits) + 7) / 8;
    }

    // The places of confidences and shares on the reliability plot.
    private static double ColumnOf(double confidence) => 70 + 754 * confidence;

    private static double RowOf(double share) => 694 - 606 * share / 1.05;

    private static void AssertBar(DrawnPicture picture, double confidence, double share)
    {
        // Beside the line of the interval, and off the grid's lines.
        var column = ColumnOf(confidence) + 10;
        foreach (var part in new[] { 0.15, 0.55, 0.95 })
        {
            var color = picture.At(column, RowOf(part * share));
            Assert.IsTrue(color.Blue > color.Red + 15, $"{color} at {part} of the bar over {confidence}");
        }

        Assert.AreEqual(SKColors.White, picture.At(column, RowOf(share) - 5), $"above the bar over {confidence}");
    }

    private static byte[] Grey(int index)
    {
        var pixels = new byte[784];
        Array.Fill(pixels, (byte)(40 + index));
        return pixels;
    }

    // Digits stand eight a row, each 28x28 four times enlarged, with words under it.
    private static void AssertCell(DrawnPicture picture, int top, int place, int index)
    {
        var (x, y) = (24 + place % 8 * 132, top + place / 8 * 170);
        picture.AssertDigit(Grey(index), x, y);
        Assert.AreEqual(SKColors.White, picture.At(x + 114, y + 56));
        Assert.IsGreaterThan(20, picture.Count(SKRectI.Create(x, y + 116, 112, 24), color => color.Red < 160), $"caption {place}");
    }

    private static void AssertHeading(DrawnPicture picture, int top) =>
        Assert.IsGreaterThan(100, picture.Count(SKRectI.Create(24, top + 20, 400, 28), color => color.Red < 160), $"heading at {top}");

    private static int Count(byte[] png, Func<SKColor, bool> condition)
    {
        using var picture = new DrawnPicture(png);
        return picture.Count(new SKRectI(0, 0, picture.Width, picture.Height), condition);
    }
}
