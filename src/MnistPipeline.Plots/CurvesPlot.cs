using System.Globalization;
using MnistPipeline.Training;
using SkiaSharp;

namespace MnistPipeline.Plots;

/// <summary>How training went: the losses beside the validation accuracy, over epochs.</summary>
public static class CurvesPlot
{
    private const int Width = 1200;
    private const int Height = 500;

    /// <summary>Draws the curves.</summary>
    /// <param name="epochs">The epochs so far, at least one; numbers that are not finite are left out.</param>
    /// <returns>A PNG file of 1200x500 pixels.</returns>
    /// <exception cref="ArgumentException">There are no epochs.</exception>
    public static byte[] Png(IReadOnlyList<EpochMetrics> epochs)
    {
        using var surface = PlotStyle.Surface(Width, Height);
        Draw(surface.Canvas, epochs);
        return PlotStyle.Png(surface);
    }

    /// <summary>Draws the curves as <see cref="Png"/> does.</summary>
    /// <param name="epochs">The epochs so far, at least one; numbers that are not finite are left out.</param>
    /// <returns>An SVG file of 1200x500 pixels, its text as strokes, so that it looks the same everywhere.</returns>
    /// <exception cref="ArgumentException">There are no epochs.</exception>
    public static string Svg(IReadOnlyList<EpochMetrics> epochs) => PlotStyle.Svg(Width, Height, canvas => Draw(canvas, epochs));

    private static void Draw(SKCanvas canvas, IReadOnlyList<EpochMetrics> epochs)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        if (epochs.Count == 0)
        {
            throw new ArgumentException("There are no epochs to draw.", nameof(epochs));
        }

        DrawLoss(canvas, epochs);
        DrawAccuracy(canvas, epochs);
    }

    private static void DrawLoss(SKCanvas canvas, IReadOnlyList<EpochMetrics> epochs)
    {
        var training = Curve(epochs, epoch => epoch.TrainLoss);
        var validation = Curve(epochs, epoch => epoch.ValidationLoss);
        var range = Range([.. training.Concat(validation).Select(point => point.Y)], 0.02, double.MaxValue);
        var area = new PlotArea(canvas, new SKRect(70, 62, 570, Height - 66), Sideways(epochs), range);
        DrawAxes(area, "Loss (cross-entropy in nats)", loss => loss.ToString("0.####", CultureInfo.InvariantCulture));
        DrawCurve(area, training, PlotStyle.Blue);
        DrawCurve(area, validation, PlotStyle.Orange);

        using var text = new PlotText(14);
        var right = area.Frame.Right;
        foreach (var (name, color) in new[] { ("validation", PlotStyle.Orange), ("training", PlotStyle.Blue) })
        {
            text.Draw(canvas, name, right, area.Frame.Top - 28, SKTextAlign.Right, color);
            right -= text.Measure(name) + 18;
        }
    }

    private static void DrawAccuracy(SKCanvas canvas, IReadOnlyList<EpochMetrics> epochs)
    {
        var accuracy = Curve(epochs, epoch => epoch.ValidationAccuracy);
        var range = Range([.. accuracy.Select(point => point.Y)], 0.004, 1);
        var area = new PlotArea(canvas, new SKRect(676, 62, Width - 24, Height - 66), Sideways(epochs), range);
        var decimals = (range.High - range.Low) switch { > 0.06 => 0, > 0.006 => 1, _ => 2 };
        DrawAxes(area, "Validation accuracy", share => PlotStyle.Percent(share, decimals));
        DrawCurve(area, accuracy, PlotStyle.Orange);
        if (epochs.LastOrDefault(epoch => epoch.IsBest && double.IsFinite(epoch.ValidationAccuracy)) is not { } best)
        {
            return;
        }

        area.DrawMark(best.Epoch, best.ValidationAccuracy, PlotStyle.Ink, 8, isRing: true);
        using var text = new PlotText(14);
        text.Draw(
            canvas, $"best: {PlotStyle.Percent(best.ValidationAccuracy)} after epoch {best.Epoch}", area.Frame.Right, area.Frame.Top - 28, SKTextAlign.Right, PlotStyle.Ink);
    }

    private static void DrawAxes(PlotArea area, string title, Func<double, string> label) => area.DrawAxes(
        title, "epoch",
        PlotArea.RoundTicks(area.Horizontal, 10, leastStep: 1), epoch => epoch.ToString("F0", CultureInfo.InvariantCulture),
        PlotArea.RoundTicks(area.Vertical, 8), label);

    private static void DrawCurve(PlotArea area, List<(double X, double Y)> points, SKColor color)
    {
        area.DrawCurve(points, color, 2.5f);
        foreach (var (x, y) in points.Where(_ => points.Count <= 40))
        {
            area.DrawMark(x, y, color, 4);
        }
    }

    private static List<(double X, double Y)> Curve(IReadOnlyList<EpochMetrics> epochs, Func<EpochMetrics, double> value) =>
        [.. epochs.Select(epoch => ((double)epoch.Epoch, value(epoch))).Where(point => double.IsFinite(point.Item2))];

    private static (double Low, double High) Sideways(IReadOnlyList<EpochMetrics> epochs) => (epochs[0].Epoch - 0.5, epochs[^1].Epoch + 0.5);

    // The values with a margin around them, within what they can be.
    private static (double Low, double High) Range(double[] values, double leastSpan, double ceiling)
    {
        var (low, high) = values.Length == 0 ? (0.0, 1.0) : (values.Min(), values.Max());
        var margin = Math.Max(0.08 * (high - low), (leastSpan - (high - low)) / 2);
        // A mark on the edge keeps a sliver of room, so that it is not cut in half.
        return (Math.Max(-margin / 4, low - margin), Math.Min(ceiling + margin / 4, high + margin));
    }
}
