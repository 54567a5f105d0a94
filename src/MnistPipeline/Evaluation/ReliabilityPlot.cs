using System.Globalization;
using ScottPlot;

namespace MnistPipeline.Evaluation;

/// <summary>Whether confidence can be believed: for each interval of confidence the share of answers that were right.</summary>
public static class ReliabilityPlot
{
    /// <summary>Draws a bar an interval; above it the number of its digits, on it the range in which the share lies in 95 cases of 100.</summary>
    /// <param name="calibration">The intervals.</param>
    /// <returns>A PNG file of 900x720 pixels.</returns>
    public static byte[] Png(Calibration calibration) => Png(calibration, PlotFont.Default);

    internal static byte[] Png(Calibration calibration, PlotFont font)
    {
        var total = calibration.Bins.Sum(bin => bin.Count);
        using var plot = PlotStyle.Create(
            font,
            $"Reliability: calibration error {PlotStyle.Percent(calibration.ExpectedCalibrationError)} over {PlotStyle.Count(total)} digits",
            "confidence in the answer");
        foreach (var bin in calibration.Bins.Where(bin => bin.Count > 0))
        {
            AddBin(plot, bin, font);
        }

        var diagonal = plot.Add.Line(0, 0, 1, 1);
        diagonal.LineColor = PlotStyle.Muted;
        diagonal.LinePattern = LinePattern.Dashed;
        diagonal.LineWidth = 1.5f;
        diagonal.LegendText = "as confident as right";
        plot.Legend.ManualItems.Add(new LegendItem
        {
            LabelText = "share right, its 95 % interval, and the number of digits",
            MarkerShape = MarkerShape.FilledCircle,
            MarkerColor = PlotStyle.Blue,
            MarkerSize = 9,
        });
        _ = plot.ShowLegend(Alignment.UpperLeft);
        plot.Axes.SetLimits(0, 1, 0, 1.1);
        double[] ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
        string[] labels = [.. ticks.Select(tick => tick.ToString("0 %", CultureInfo.InvariantCulture))];
        plot.Axes.Bottom.SetTicks(ticks, labels);
        plot.Axes.Left.SetTicks(ticks, labels);
        return PlotStyle.Png(900, 720, plot);
    }

    private static void AddBin(Plot plot, CalibrationBin bin, PlotFont font)
    {
        var gap = 0.08 * (bin.To - bin.From);
        var middle = (bin.From + bin.To) / 2;
        var bar = plot.Add.Rectangle(bin.From + gap, bin.To - gap, 0, bin.Accuracy);
        bar.FillColor = PlotStyle.Blue.WithAlpha(0.25);
        bar.LineWidth = 0;

        var (low, high) = WilsonInterval(bin);
        var whisker = plot.Add.Line(bin.Confidence, low, bin.Confidence, high);
        whisker.LineColor = PlotStyle.Blue;
        whisker.LineWidth = 2;

        _ = plot.Add.Marker(bin.Confidence, bin.Accuracy, MarkerShape.FilledCircle, 9, PlotStyle.Blue);

        var count = plot.Add.Text(PlotStyle.Count(bin.Count), middle, Math.Max(bin.Accuracy, high) + 0.012);
        count.LabelFontName = font.Family;
        count.LabelFontSize = 12;
        count.LabelFontColor = PlotStyle.Ink;
        count.LabelAlignment = Alignment.LowerCenter;
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
