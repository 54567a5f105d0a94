using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace MnistPipeline.Evaluation;

/// <summary>How training went: the losses beside the validation accuracy, over epochs.</summary>
public static class CurvesPlot
{
    /// <summary>Draws the curves.</summary>
    /// <param name="epochs">The epochs so far, at least one; numbers that are not finite are left out.</param>
    /// <returns>A PNG file of 1200x500 pixels.</returns>
    public static byte[] Png(IReadOnlyList<EpochPoint> epochs) => Png(epochs, PlotFont.Default);

    internal static byte[] Png(IReadOnlyList<EpochPoint> epochs, PlotFont font)
    {
        using var loss = PlotStyle.Create(font, "Loss (cross-entropy in nats)", "epoch");
        AddCurve(loss, epochs, epoch => epoch.TrainLoss, "training", PlotStyle.Blue);
        AddCurve(loss, epochs, epoch => epoch.ValidationLoss, "validation", PlotStyle.Orange);
        SetAxes(loss, epochs, [.. epochs.SelectMany(epoch => new[] { epoch.TrainLoss, epoch.ValidationLoss })], 0.02, 0, double.MaxValue);
        _ = loss.ShowLegend(Alignment.UpperRight);

        using var accuracy = PlotStyle.Create(font, "Validation accuracy", "epoch");
        AddCurve(accuracy, epochs, epoch => epoch.ValidationAccuracy, "", PlotStyle.Orange);
        SetAxes(accuracy, epochs, [.. epochs.Select(epoch => epoch.ValidationAccuracy)], 0.002, 0, 1);
        var decimals = accuracy.Axes.Left.Range.Span switch { > 0.1 => "0", > 0.01 => "0.0", _ => "0.00" };
        accuracy.Axes.Left.TickGenerator = new NumericAutomatic
        {
            TickDensity = 0.6,
            LabelFormatter = share => (100 * share).ToString(decimals, CultureInfo.InvariantCulture) + " %",
        };
        MarkBest(accuracy, epochs, font);
        return PlotStyle.Png(1200, 500, loss, accuracy);
    }

    private static void AddCurve(Plot plot, IReadOnlyList<EpochPoint> epochs, Func<EpochPoint, double> value, string name, Color color)
    {
        var points = epochs.Where(epoch => double.IsFinite(value(epoch))).Select(epoch => new Coordinates(epoch.Epoch, value(epoch))).ToArray();
        if (points.Length == 0)
        {
            return;
        }

        var curve = plot.Add.Scatter(points, color);
        curve.LegendText = name;
        curve.LineWidth = 2.5f;
        curve.MarkerSize = points.Length <= 40 ? 7 : 0;
    }

    private static void SetAxes(Plot plot, IReadOnlyList<EpochPoint> epochs, double[] values, double leastSpan, double floor, double ceiling)
    {
        var (first, last) = (epochs[0].Epoch, epochs[^1].Epoch);
        plot.Axes.SetLimitsX(first - 0.5, last + 0.5);
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true };

        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var (low, high) = (finite.Min(), finite.Max());
        var margin = Math.Max(0.08 * (high - low), (leastSpan - (high - low)) / 2);
        // A mark on the edge keeps a sliver of room, so that it is not cut in half.
        var sliver = 0.25 * margin;
        plot.Axes.SetLimitsY(Math.Max(floor - sliver, low - margin), Math.Min(ceiling + sliver, high + 1.5 * margin));
    }

    private static void MarkBest(Plot plot, IReadOnlyList<EpochPoint> epochs, PlotFont font)
    {
        var best = epochs.Where(epoch => double.IsFinite(epoch.ValidationAccuracy)).MaxBy(epoch => epoch.ValidationAccuracy);
        if (best is null)
        {
            return;
        }

        _ = plot.Add.Marker(best.Epoch, best.ValidationAccuracy, MarkerShape.OpenCircle, 15, PlotStyle.Ink);
        var note = plot.Add.Annotation($"best: {PlotStyle.Percent(best.ValidationAccuracy)} after epoch {best.Epoch}", Alignment.LowerRight);
        note.LabelFontName = font.Family;
        note.LabelFontSize = 14;
        note.LabelFontColor = PlotStyle.Ink;
        note.LabelBackgroundColor = Colors.White;
        note.LabelBorderColor = PlotStyle.Grid;
        note.LabelShadowColor = Colors.Transparent;
    }
}
