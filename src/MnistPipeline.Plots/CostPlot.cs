using System.Globalization;
using MnistPipeline.Tuning;
using SkiaSharp;

namespace MnistPipeline.Plots;

/// <summary>Validation accuracy over cost, a mark a trial.</summary>
internal static class CostPlot
{
    private const int Width = 1000;
    private const int Height = 640;

    /// <summary>Draws the trials that have finished an epoch, with a line along the front.</summary>
    /// <param name="trials">The start, then the trials.</param>
    /// <param name="objective">The cost; for accuracy alone the number of parameters stands for it, and the front is the best trial.</param>
    /// <param name="best">The winner, for a ring; null for none.</param>
    /// <returns>A PNG file of 1000x640 pixels.</returns>
    public static byte[] Png(IReadOnlyList<Trial> trials, Objective objective, Trial? best)
    {
        var cost = objective == Objective.Accuracy ? Objective.Parameters : objective;
        Trial[] shown = [.. trials.Where(trial => trial.Best is not null && double.IsFinite(trial.Cost(cost)))];
        var axis = new AccuracyAxis([.. shown.Select(trial => trial.Best!.ValidationAccuracy)]);
        using var surface = PlotStyle.Surface(Width, Height);
        var area = new PlotArea(surface.Canvas, new SKRect(84, 96, Width - 30, Height - 66), Sideways([.. shown.Select(Place)]), axis.Range);
        area.DrawAxes(
            "", $"{Name(cost)} (logarithmic)", PlotArea.LogTicks(area.Horizontal), CostText, axis.Ticks, AccuracyAxis.Label);
        DrawHeading(surface.Canvas, shown, objective, area.Frame.Left);

        var front = ParetoFront.From(shown.Skip(1), objective);
        area.DrawCurve([.. front.Select(trial => (Place(trial), AccuracyAxis.Level(trial)))], PlotStyle.Orange, 1.5f);
        foreach (var trial in shown.Skip(1).OrderBy(trial => trial.State == TrialState.Finished))
        {
            var isFinished = trial.State == TrialState.Finished;
            area.DrawMark(Place(trial), AccuracyAxis.Level(trial), front.Contains(trial) ? PlotStyle.Orange : isFinished ? PlotStyle.Blue : PlotStyle.PaleBlue, isFinished ? 6 : 4.5f);
        }

        if (best is not null)
        {
            area.DrawMark(Place(best), AccuracyAxis.Level(best), PlotStyle.Ink, 10, isRing: true);
        }

        if (shown.FirstOrDefault(trial => trial.Number == 0) is { } start)
        {
            area.DrawMark(Place(start), AccuracyAxis.Level(start), PlotStyle.Ink, 6);
        }

        return PlotStyle.Png(surface);

        double Place(Trial trial) => Math.Log10(trial.Cost(cost));
    }

    private static void DrawHeading(SKCanvas canvas, Trial[] shown, Objective objective, float left)
    {
        using var heading = new PlotText(17, bold: true);
        using var text = new PlotText(14);
        heading.Draw(canvas, $"Validation accuracy of {PlotStyle.Count(shown.Count(trial => trial.Number > 0))} trials", left, 26, SKTextAlign.Left, PlotStyle.Ink);
        (string Words, SKColor Color)[] legend =
        [
            (objective == Objective.Accuracy ? "most accurate" : "front", PlotStyle.Orange),
            ("trained to the end", PlotStyle.Blue),
            ("halted before", PlotStyle.PaleBlue),
            ("the recipe that the search began with", PlotStyle.Ink),
        ];
        using var paint = new SKPaint { IsAntialias = true };
        foreach (var (words, color) in legend)
        {
            paint.Color = color;
            canvas.DrawCircle(left + 6, 56, 6, paint);
            text.Draw(canvas, words, left + 18, 56, SKTextAlign.Left, PlotStyle.Ink);
            left += text.Measure(words) + 44;
        }

        paint.Color = PlotStyle.Ink;
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = 1.5f;
        canvas.DrawCircle(left + 8, 56, 9, paint);
        text.Draw(canvas, "chosen", left + 24, 56, SKTextAlign.Left, PlotStyle.Ink);
    }

    private static (double Low, double High) Sideways(double[] places) =>
        places.Length == 0 ? (3, 5) : (places.Min() - 0.08, places.Max() + 0.08);

    private static string Name(Objective cost) => cost switch
    {
        Objective.MultiplyAdds => "multiply-adds a digit",
        Objective.Milliseconds => "milliseconds a digit",
        _ => "parameters",
    };

    private static string CostText(double logarithm) => Math.Pow(10, logarithm).ToString("#,0.####", CultureInfo.InvariantCulture);
}
