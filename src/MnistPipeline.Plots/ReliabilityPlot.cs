using System.Globalization;
using MnistPipeline.Evaluation;
using SkiaSharp;

namespace MnistPipeline.Plots;

/// <summary>Whether confidence can be believed: for each interval of confidence the share of answers that were right.</summary>
internal static class ReliabilityPlot
{
    private const int Width = 860;
    private const int Height = 760;

    /// <summary>
    /// Draws a bar an interval; above it the number of its digits, on it the range in which the share lies in 95 cases of 100. On the
    /// diagonal confidence and share are equal.
    /// </summary>
    /// <param name="calibration">The intervals.</param>
    /// <returns>A PNG file of 860x760 pixels.</returns>
    public static byte[] Png(Calibration calibration)
    {
        using var surface = PlotStyle.Surface(Width, Height);
        var area = new PlotArea(surface.Canvas, new SKRect(70, 88, Width - 36, Height - 66), (0, 1), (0, 1.05));
        double[] ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
        area.DrawAxes("", "confidence in the answer", ticks, share => PlotStyle.Percent(share, 0), ticks, share => PlotStyle.Percent(share, 0));
        DrawHeading(surface.Canvas, calibration, area.Frame.Left);
        using var number = new PlotText(12);
        foreach (var bin in calibration.Bins.Where(bin => bin.Count > 0))
        {
            DrawBin(area, bin, number);
        }

        using var dashes = SKPathEffect.CreateDash([8, 6], 0);
        area.DrawCurve([(0, 0), (1, 1)], PlotStyle.Muted, 1.5f, dashes);
        return PlotStyle.Png(surface);
    }

    private static void DrawHeading(SKCanvas canvas, Calibration calibration, float left)
    {
        using var heading = new PlotText(17, bold: true);
        using var text = new PlotText(14);
        var total = PlotStyle.Count(calibration.Bins.Sum(bin => bin.Count));
        var error = calibration.ExpectedCalibrationError.ToString("F4", CultureInfo.InvariantCulture);
        heading.Draw(canvas, $"Share answered right by confidence: ECE {error} over {total} digits", left, 30, SKTextAlign.Left, PlotStyle.Ink);
        text.Draw(
            canvas, "dot and line: share right and its 95 % interval; number: digits; dashes: as right as confident",
            left, 56, SKTextAlign.Left, PlotStyle.Muted);
    }

    private static void DrawBin(PlotArea area, CalibrationBin bin, PlotText number)
    {
        var gap = 0.08 * (bin.To - bin.From);
        var topLeft = area.At(bin.From + gap, bin.Accuracy);
        var bottomRight = area.At(bin.To - gap, 0);
        using (var fill = new SKPaint { Color = PlotStyle.PaleBlue.WithAlpha(150), IsAntialias = true })
        {
            area.Canvas.DrawRect(new SKRect(topLeft.X, topLeft.Y, bottomRight.X, bottomRight.Y), fill);
        }

        var (low, high) = WilsonInterval(bin);
        area.DrawCurve([(bin.Confidence, low), (bin.Confidence, high)], PlotStyle.Blue, 2);
        area.DrawMark(bin.Confidence, bin.Accuracy, PlotStyle.Blue, 4.5f);

        var above = area.At((bin.From + bin.To) / 2, Math.Max(bin.Accuracy, high));
        number.Draw(area.Canvas, PlotStyle.Count(bin.Count), above.X, above.Y - 14, SKTextAlign.Center, PlotStyle.Ink);
    }

    // E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", 1927: holds for few digits too.
    private static (double Low, double High) WilsonInterval(CalibrationBin bin)
    {
        const double z = 1.96;
        var spread = z * z / bin.Count;
        var centre = (bin.Accuracy + spread / 2) / (1 + spread);
        var half = z / (1 + spread) * Math.Sqrt((bin.Accuracy * (1 - bin.Accuracy) + spread / 4) / bin.Count);
        return (centre - half, centre + half);
    }
}
