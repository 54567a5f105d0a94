using MnistPipeline.Evaluation;
using MnistPipeline.Plots;
using SkiaSharp;

namespace MnistPipeline.Tests.Plots;

[TestClass]
public sealed class ConfidencePlotTests
{
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
}
