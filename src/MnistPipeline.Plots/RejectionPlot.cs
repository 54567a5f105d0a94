using System.Globalization;
using MnistPipeline.Evaluation;
using SkiaSharp;

namespace MnistPipeline.Plots;

/// <summary>Errors among the accepted answers over the share of rejected ones, on a logarithmic scale.</summary>
internal static class RejectionPlot
{
    private const int Width = 900;
    private const int Height = 600;
    private const int MarkRoom = 10;

    /// <summary>Draws the curve with the point of fewest rejections whose errors are to be expected under 0.1 %.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="chosen">What a confidence that other digits chose makes of these, for a ring; null for none.</param>
    /// <returns>A PNG file of 900x600 pixels.</returns>
    public static byte[] Png(RejectionCurve curve, RejectionPoint? chosen)
    {
        using var surface = PlotStyle.Surface(Width, Height);
        var all = curve.Points[0];
        var furthest = Math.Max(curve.Chosen?.RejectedShare ?? curve.Points[^1].RejectedShare, chosen?.RejectedShare ?? 0);

        // What lies far beyond the wanted point would squeeze it into the corner.
        var right = Math.Clamp(3 * furthest, 0.02, 1);
        var low = Math.Log10(Math.Min(RejectionCurve.MaxErrorShare / 2, 0.7 / all.Count));
        var high = Math.Log10(Math.Min(1.05, 1.6 * Math.Max(all.ErrorShare, RejectionCurve.MaxErrorShare)));
        var area = new PlotArea(surface.Canvas, new SKRect(84, 116, Width - 36, Height - 66), (0, right), (low, high));
        area.DrawAxes(
            "", "share of the digits rejected", PlotArea.RoundTicks(area.Horizontal, 8), Share, PlotArea.LogTicks(area.Vertical), power => Share(Math.Pow(10, power)));
        DrawHeading(surface.Canvas, curve, chosen, area.Frame.Left);

        using var dashes = SKPathEffect.CreateDash([8, 6], 0);
        var target = Math.Log10(RejectionCurve.MaxErrorShare);
        area.DrawCurve([(0, target), (right, target)], PlotStyle.Orange, 1.5f, dashes);
        _ = surface.Canvas.Save();
        surface.Canvas.ClipRect(new SKRect(area.Frame.Left - MarkRoom, area.Frame.Top, area.Frame.Right, area.Frame.Bottom + MarkRoom));
        area.DrawCurve([.. curve.Points.Select(point => (point.RejectedShare, Level(point)))], PlotStyle.Blue, 2.5f);
        if (curve.Chosen is { } fewest)
        {
            area.DrawMark(fewest.RejectedShare, Level(fewest), PlotStyle.Orange, 6);
        }

        if (chosen is not null)
        {
            area.DrawMark(chosen.RejectedShare, Level(chosen), PlotStyle.Ink, 9, isRing: true);
        }

        surface.Canvas.Restore();
        return PlotStyle.Png(surface);

        // No errors lie at the bottom, as their logarithm lies nowhere.
        double Level(RejectionPoint point) => point.Errors == 0 ? low : Math.Max(low, Math.Log10(point.ErrorShare));
    }

    private static void DrawHeading(SKCanvas canvas, RejectionCurve curve, RejectionPoint? chosen, float left)
    {
        using var heading = new PlotText(17, bold: true);
        using var text = new PlotText(14);
        heading.Draw(canvas, $"Errors among the accepted of {PlotStyle.Count(curve.Points[0].Count)} digits", left, 26, SKTextAlign.Left, PlotStyle.Ink);
        var fewest = curve.Chosen is { } point
            ? $"dot: errors to be expected under 0.1 % ({Told(point)})"
            : "no confidence keeps the errors under 0.1 %";
        text.Draw(canvas, fewest, left, 54, SKTextAlign.Left, PlotStyle.Orange);
        if (chosen is not null)
        {
            text.Draw(canvas, $"ring: the confidence that the validation digits chose ({Told(chosen)})", left, 78, SKTextAlign.Left, PlotStyle.Ink);
        }
    }

    private static string Told(RejectionPoint point) => string.Create(
        CultureInfo.InvariantCulture, $"below {point.RejectBelow}: {PlotStyle.Percent(point.RejectedShare)} rejected, {PlotStyle.Percent(point.ErrorShare, 3)} wrong");

    private static string Share(double share) => (100 * share).ToString("0.#####", CultureInfo.InvariantCulture) + " %";
}
