using MnistPipeline.Tuning;
using SkiaSharp;

namespace MnistPipeline.Plots;

/// <summary>Validation accuracy over each hyper-parameter, a panel each, a mark a trial.</summary>
internal static class HyperParameterPlot
{
    private const int Columns = 3;
    private const int PanelWidth = 430;
    private const int PanelHeight = 310;
    private const int Heading = 44;

    /// <summary>Draws the trials that have finished an epoch.</summary>
    /// <param name="trials">The start, then the trials.</param>
    /// <param name="varied">The hyper-parameters that get a panel: one or more.</param>
    /// <param name="best">The winner, for a ring; null for none.</param>
    /// <returns>A PNG file with three panels of 430x310 pixels in a row.</returns>
    /// <exception cref="ArgumentException">There is no hyper-parameter to draw.</exception>
    public static byte[] Png(IReadOnlyList<Trial> trials, IReadOnlyList<HyperParameter> varied, Trial? best)
    {
        if (varied.Count == 0)
        {
            throw new ArgumentException("There is no hyper-parameter to draw.", nameof(varied));
        }

        Trial[] shown = [.. trials.Skip(1).Where(trial => trial.Best is not null).OrderBy(trial => trial.State == TrialState.Finished)];
        var axis = new AccuracyAxis([.. shown.Select(trial => trial.Best!.ValidationAccuracy)]);
        var rows = (varied.Count + Columns - 1) / Columns;
        using var surface = PlotStyle.Surface(Math.Min(varied.Count, Columns) * PanelWidth, Heading + rows * PanelHeight);
        using var text = new PlotText(14);
        text.Draw(surface.Canvas, "Validation accuracy: dark, trained to the end; pale, halted before; ring, chosen", 70, 24, SKTextAlign.Left, PlotStyle.Muted);
        foreach (var (panel, hyperParameter) in varied.Index())
        {
            var (left, top) = (panel % Columns * PanelWidth, Heading + panel / Columns * PanelHeight);
            DrawPanel(surface.Canvas, new SKRect(left + 70, top + 40, left + PanelWidth - 20, top + PanelHeight - 40), hyperParameter, shown, best, axis);
        }

        return PlotStyle.Png(surface);
    }

    private static void DrawPanel(
        SKCanvas canvas, SKRect frame, HyperParameter hyperParameter, Trial[] shown, Trial? best, AccuracyAxis axis)
    {
        double[] values = [.. shown.Select(Value).Distinct().Order()];
        var isLogarithmic = hyperParameter.IsLogarithmic && values.Length > 0 && values[0] > 0;
        double[] places = [.. values.Select(Scaled)];
        var (low, high) = places.Length == 0 ? (0, 1) : (places[0], places[^1]);
        var margin = Math.Max(0.06 * (high - low), isLogarithmic ? 0.02 : 0.1);
        var area = new PlotArea(canvas, frame, (low - margin, high + margin), axis.Range);
        area.DrawAxes(hyperParameter.Name, "", Ticks(), place => hyperParameter.Format(isLogarithmic ? Math.Pow(10, place) : place), axis.Ticks, AccuracyAxis.Label);
        foreach (var trial in shown)
        {
            var isFinished = trial.State == TrialState.Finished;
            area.DrawMark(Scaled(Value(trial)), AccuracyAxis.Level(trial), isFinished ? PlotStyle.Blue : PlotStyle.PaleBlue, isFinished ? 5 : 4);
        }

        if (best is not null)
        {
            area.DrawMark(Scaled(Value(best)), AccuracyAxis.Level(best), PlotStyle.Ink, 9, isRing: true);
        }

        double Value(Trial trial) => hyperParameter.ValueIn(trial.Options);

        double Scaled(double value) => isLogarithmic ? Math.Log10(value) : value;

        // A few values stand for themselves.
        double[] Ticks() => hyperParameter.IsChoice || values.Length <= 5 ? places
            : isLogarithmic && high - low > 0.6 ? PlotArea.LogTicks(area.Horizontal)
            : isLogarithmic ? [.. PlotArea.RoundTicks((Math.Pow(10, low), Math.Pow(10, high)), 5, hyperParameter.IsWhole ? 1 : 0).Select(Math.Log10)]
            : PlotArea.RoundTicks(area.Horizontal, 5);
    }
}
