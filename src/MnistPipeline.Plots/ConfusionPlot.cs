using MnistPipeline.Evaluation;
using SkiaSharp;

namespace MnistPipeline.Plots;

/// <summary>Which classes are taken for which: a row a true class, a column an answer.</summary>
public static class ConfusionPlot
{
    private const float Margin = 24;
    private const float LongestLabel = 150;
    private const float FooterHeight = 56;
    private const float ScaleLength = 120;
    private const string ScaleCaption = "share of the row's digits: 0 %";

    private static readonly SKColor Diagonal = new(0xE3, 0xEA, 0xF2);
    private static readonly SKColor MaxErrorShare = new(0xFE, 0xEB, 0xDD);
    private static readonly SKColor ManyErrors = new(0xC5, 0x30, 0x30);

    /// <summary>
    /// Draws the matrix. The colour of a cell off the diagonal is the share of its row's digits, so that a handful of errors stands out
    /// beside thousands of right answers.
    /// </summary>
    /// <param name="confusion">The counts, of 2 classes or more.</param>
    /// <returns>A PNG file whose size grows with the number of classes.</returns>
    public static byte[] Png(ConfusionMatrix confusion)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        var classes = confusion.ClassNames.Count;
        var cell = classes <= 50 ? Math.Clamp(MathF.Floor(960f / classes), 20, 72) : Math.Max(2, MathF.Floor(1000f / classes));
        using var title = new PlotText(18, bold: true);
        using var label = new PlotText(Math.Min(15, 0.75f * cell));
        using var count = new PlotText(CountSize(confusion, cell));
        using var axis = new PlotText(14);

        var hasLabels = cell >= 10;
        var widest = hasLabels ? Math.Min(LongestLabel, confusion.ClassNames.Max(label.Measure)) : 0;
        var isUpright = widest <= cell - 4;
        var matrix = SKRect.Create(
            Margin + 2 * axis.Size + widest + 10, 74 + axis.Size + (isUpright ? label.Size : widest) + 10, classes * cell, classes * cell);
        var recallWidth = hasLabels ? label.Measure("100.0 %") + 16 : 0;

        var heading = $"{PlotStyle.Count(confusion.Total - confusion.Correct)} of {PlotStyle.Count(confusion.Total)} digits answered wrong";
        var width = Math.Max(matrix.Right + recallWidth + Margin, Math.Max(title.Measure(heading) + 2 * Margin, matrix.Left + axis.Measure(ScaleCaption) + ScaleLength + 100));
        using var surface = PlotStyle.Surface(width, matrix.Bottom + FooterHeight + Margin);
        var canvas = surface.Canvas;
        title.Draw(canvas, heading, Margin, 34, SKTextAlign.Left, PlotStyle.Ink);
        axis.Draw(canvas, "answer", matrix.MidX, 70, SKTextAlign.Center, PlotStyle.Muted);
        axis.DrawUpwards(canvas, "truth", Margin + axis.Size / 2, matrix.MidY, SKTextAlign.Center, PlotStyle.Muted);
        if (hasLabels)
        {
            DrawLabels(canvas, confusion, label, matrix, cell, isUpright);
        }

        var most = LargestErrorShare(confusion);
        DrawCells(canvas, confusion, count, matrix, cell, most);
        DrawScale(canvas, axis, matrix.Left, matrix.Bottom + 40, most);
        return PlotStyle.Png(surface);
    }

    private static float CountSize(ConfusionMatrix confusion, float cell)
    {
        using var sample = new PlotText(100);
        var most = Enumerable.Range(0, confusion.ClassNames.Count).Max(index => confusion[index, index]);
        return Math.Min(15, 100 * (cell - 5) / sample.Measure(PlotStyle.Count(most)));
    }

    private static double LargestErrorShare(ConfusionMatrix confusion)
    {
        var most = 0.0;
        for (var truth = 0; truth < confusion.ClassNames.Count; truth++)
        {
            var total = confusion.TruthCount(truth);
            for (var answer = 0; answer < confusion.ClassNames.Count; answer++)
            {
                most = truth == answer || total == 0 ? most : Math.Max(most, (double)confusion[truth, answer] / total);
            }
        }

        return most;
    }

    private static void DrawLabels(SKCanvas canvas, ConfusionMatrix confusion, PlotText label, SKRect matrix, float cell, bool isUpright)
    {
        label.Draw(canvas, "right", matrix.Right + 10, matrix.Top - 8 - label.Size / 2, SKTextAlign.Left, PlotStyle.Muted);
        for (var index = 0; index < confusion.ClassNames.Count; index++)
        {
            var name = label.Fit(confusion.ClassNames[index], LongestLabel);
            var middle = (index + 0.5f) * cell;
            label.Draw(canvas, name, matrix.Left - 10, matrix.Top + middle, SKTextAlign.Right, PlotStyle.Ink);
            if (isUpright)
            {
                label.Draw(canvas, name, matrix.Left + middle, matrix.Top - 8 - label.Size / 2, SKTextAlign.Center, PlotStyle.Ink);
            }
            else
            {
                label.DrawUpwards(canvas, name, matrix.Left + middle, matrix.Top - 10, SKTextAlign.Left, PlotStyle.Ink);
            }

            var total = confusion.TruthCount(index);
            var recall = total == 0 ? "–" : PlotStyle.Percent((double)confusion[index, index] / total, 1);
            label.Draw(canvas, recall, matrix.Right + 10, matrix.Top + middle, SKTextAlign.Left, PlotStyle.Muted);
        }
    }

    private static void DrawCells(SKCanvas canvas, ConfusionMatrix confusion, PlotText text, SKRect matrix, float cell, double most)
    {
        var gap = cell >= 10 ? 1 : 0;
        using var fill = new SKPaint();
        for (var truth = 0; truth < confusion.ClassNames.Count; truth++)
        {
            var total = confusion.TruthCount(truth);
            for (var answer = 0; answer < confusion.ClassNames.Count; answer++)
            {
                var count = confusion[truth, answer];
                var place = SKRect.Create(matrix.Left + answer * cell, matrix.Top + truth * cell, cell, cell);
                var strength = count == 0 || most == 0 ? 0 : count / (total * most);
                fill.Color = PlotStyle.Grid;
                canvas.DrawRect(place, fill);
                fill.Color = truth == answer ? Diagonal : count == 0 ? SKColors.White : ErrorColor(strength);
                canvas.DrawRect(SKRect.Create(place.Left, place.Top, cell - gap, cell - gap), fill);
                if (count > 0 && text.Size >= 6)
                {
                    var color = truth != answer && strength > 0.55 ? SKColors.White : PlotStyle.Ink;
                    text.Draw(canvas, PlotStyle.Count(count), place.MidX - gap / 2f, place.MidY - gap / 2f, SKTextAlign.Center, color);
                }
            }
        }
    }

    private static void DrawScale(SKCanvas canvas, PlotText text, float left, float middle, double most)
    {
        if (most == 0)
        {
            text.Draw(canvas, "no errors", left, middle, SKTextAlign.Left, PlotStyle.Muted);
            return;
        }

        text.Draw(canvas, ScaleCaption, left, middle, SKTextAlign.Left, PlotStyle.Muted);
        var start = left + text.Measure(ScaleCaption) + 8;
        using var shader = SKShader.CreateLinearGradient(
            new SKPoint(start, 0), new SKPoint(start + ScaleLength, 0), [MaxErrorShare, ManyErrors], SKShaderTileMode.Clamp);
        using var fill = new SKPaint { Shader = shader };
        canvas.DrawRect(SKRect.Create(start, middle - 7, ScaleLength, 14), fill);
        text.Draw(canvas, PlotStyle.Percent(most), start + ScaleLength + 8, middle, SKTextAlign.Left, PlotStyle.Muted);
    }

    private static SKColor ErrorColor(double strength)
    {
        return new SKColor(Mix(MaxErrorShare.Red, ManyErrors.Red), Mix(MaxErrorShare.Green, ManyErrors.Green), Mix(MaxErrorShare.Blue, ManyErrors.Blue));

        byte Mix(byte few, byte many) => (byte)(few + strength * (many - few));
    }
}
