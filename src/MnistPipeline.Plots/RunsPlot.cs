using System.Globalization;
using MnistPipeline.Training;
using SkiaSharp;

namespace MnistPipeline.Plots;

/// <summary>Several trainings beside each other: the loss on the validation split over epochs, by which one of them is chosen.</summary>
public static class RunsPlot
{
    private const int Width = 900;
    private const int Height = 480;
    private const float LegendLeft = 640;

    private static readonly SKColor[] Colors =
        [PlotStyle.Blue, PlotStyle.Orange, new(0x2F, 0x85, 0x5A), new(0x80, 0x5A, 0xD5), new(0xB8, 0x32, 0x80), new(0x74, 0x42, 0x10), new(0x4A, 0x55, 0x68)];

    /// <summary>Draws a line for each training, the one with the lowest last loss first in the legend.</summary>
    /// <param name="runs">The trainings' names and epochs, at least one training of one epoch.</param>
    /// <returns>An SVG file of 900x480 pixels, its text as strokes, so that it looks the same everywhere.</returns>
    /// <exception cref="ArgumentException">There are no epochs.</exception>
    public static string Svg(IReadOnlyList<(string Name, IReadOnlyList<EpochMetrics> Epochs)> runs) =>
        PlotStyle.Svg(Width, Height, canvas => Draw(canvas, runs));

    private static void Draw(SKCanvas canvas, IReadOnlyList<(string Name, IReadOnlyList<EpochMetrics> Epochs)> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0 || runs.Any(run => run.Epochs.Count == 0))
        {
            throw new ArgumentException("There are no epochs to draw.", nameof(runs));
        }

        double[] losses = [.. runs.SelectMany(run => run.Epochs).Select(epoch => epoch.ValidationLoss).Where(double.IsFinite)];
        var highest = losses.Length == 0 ? 1 : losses.Max();
        var area = new PlotArea(
            canvas, new SKRect(78, 62, LegendLeft - 24, Height - 66), (0.5, runs.Max(run => run.Epochs.Count) + 0.5), (0, 1.08 * Math.Max(highest, 0.01)));
        area.DrawAxes(
            "Validation loss (cross-entropy in nats)", "epoch",
            PlotArea.RoundTicks(area.Horizontal, 10, leastStep: 1), epoch => epoch.ToString("F0", CultureInfo.InvariantCulture),
            PlotArea.RoundTicks(area.Vertical, 8), loss => loss.ToString("0.####", CultureInfo.InvariantCulture));

        using var name = new PlotText(14);
        using var mark = new SKPaint { IsAntialias = true };
        var colors = runs.Select((_, index) => Colors[index % Colors.Length]).ToList();
        foreach (var (place, (run, color)) in runs.Zip(colors).OrderBy(run => run.First.Epochs[^1].ValidationLoss).Index())
        {
            List<(double X, double Y)> points = [.. run.Epochs.Select(epoch => ((double)epoch.Epoch, epoch.ValidationLoss)).Where(point => double.IsFinite(point.ValidationLoss))];
            area.DrawCurve(points, color, 2.5f);
            foreach (var (x, y) in points.Where(_ => points.Count <= 40))
            {
                area.DrawMark(x, y, color, 3.5f);
            }

            var middle = area.Frame.Top + 10 + 26 * place;
            mark.Color = color;
            canvas.DrawRect(SKRect.Create(LegendLeft, middle - 2, 18, 4), mark);
            name.Draw(canvas, name.Fit(run.Name, Width - LegendLeft - 40), LegendLeft + 28, middle, SKTextAlign.Left, PlotStyle.Ink);
        }
    }
}
