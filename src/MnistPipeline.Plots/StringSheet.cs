using MnistPipeline.Evaluation;
using MnistPipeline.Training;
using MnistPipeline.Training.Strings;
using SkiaSharp;

namespace MnistPipeline.Plots;

/// <summary>Strings of digits as the network sees them, three a row.</summary>
internal static class StringSheet
{
    /// <summary>The most strings on a sheet.</summary>
    public const int MaxStrings = 48;

    private const int Columns = 3;
    private const int Enlargement = 2;
    private const float Width = 360;
    private const float PictureHeight = Digit.Size * Enlargement;
    private const float CellWidth = Width + 16;
    private const float CellHeight = PictureHeight + 36;
    private const float Margin = 24;
    private const float HeadingHeight = 64;

    /// <summary>Draws the first strings that a training shows.</summary>
    /// <param name="lessons">What it learns from.</param>
    /// <param name="options">Its options.</param>
    /// <returns>A PNG file, 1,160 pixels wide.</returns>
    public static byte[] Png(StringLessons lessons, TrainingOptions options)
    {
        var task = new StringTask(lessons, options);
        StringRow[] rows = [.. Enumerable.Range(0, Math.Min(MaxStrings, task.Count)).Select(place => task.Present(epoch: 1, place))];
        return Png("The first strings that the network learns from", [.. rows.Select(row => (row, string.Concat(row.Text.Select(label => lessons.Digits.Classes[label])), (IReadOnlyList<(int, int)>)[]))]);
    }

    /// <summary>Draws the strings that were read wrong with the most confidence, and a line under the columns of each digit that was read.</summary>
    /// <param name="report">How they were read.</param>
    /// <param name="rows">The row of each answer.</param>
    /// <returns>A PNG file, 1,160 pixels wide.</returns>
    public static byte[] Mistakes(StringReport report, IReadOnlyList<StringRow> rows)
    {
        var shown = report.Mistakes.Take(MaxStrings).ToList();
        var (wrong, all) = (PlotStyle.Count(report.Mistakes.Count), PlotStyle.Count(report.Answers.Count));
        return Png(
            shown.Count == 0 ? $"All {all} strings read right" : $"The {shown.Count} most confident of {wrong} mistakes over {all} strings: truth → answer, confidence",
            [.. shown.Select(index => (rows[index], Caption(report.Answers[index]), report.Answers[index].Columns))]);

        static string Caption(StringAnswer answer) => $"{answer.Truth} → {(answer.Text.Length == 0 ? "nothing" : answer.Text)}   {PlotStyle.Percent(answer.Confidence, 1)}";
    }

    private static byte[] Png(string heading, IReadOnlyList<(StringRow Row, string Caption, IReadOnlyList<(int First, int Last)> Digits)> strings)
    {
        var height = HeadingHeight + (strings.Count + Columns - 1) / Columns * CellHeight + Margin;
        using var surface = PlotStyle.Surface(Columns * CellWidth - 16 + 2 * Margin, height);
        using var title = new PlotText(18, bold: true);
        using var caption = new PlotText(15, bold: true);
        using var mark = new SKPaint { Color = PlotStyle.Orange };
        title.Draw(surface.Canvas, heading, Margin, 34, SKTextAlign.Left, PlotStyle.Ink);
        for (var position = 0; position < strings.Count; position++)
        {
            var (row, text, digits) = strings[position];
            var (left, top) = (Margin + position % Columns * CellWidth, HeadingHeight + position / Columns * CellHeight);
            if (row.Columns == 0)
            {
                caption.Draw(surface.Canvas, caption.Fit(text, Width), left, top + PictureHeight + 16, SKTextAlign.Left, PlotStyle.Ink);
                continue;
            }

            using var picture = SKImage.FromPixelCopy(new SKImageInfo(row.Columns, Digit.Size, SKColorType.Gray8), row.Pixels);

            // A string that is too long for its place is drawn smaller.
            var scale = Math.Min(Enlargement, Width / row.Columns);
            surface.Canvas.DrawImage(picture, SKRect.Create(left, top, row.Columns * scale, Digit.Size * scale));
            foreach (var (first, last) in digits)
            {
                surface.Canvas.DrawRect(SKRect.Create(left + (first + 1) * scale, top + PictureHeight + 1, (last - first - 1) * scale, 3), mark);
            }

            caption.Draw(surface.Canvas, caption.Fit(text, Width), left, top + PictureHeight + 16, SKTextAlign.Left, PlotStyle.Ink);
        }

        return PlotStyle.Png(surface);
    }
}
