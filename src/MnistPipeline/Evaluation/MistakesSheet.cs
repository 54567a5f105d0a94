using MnistPipeline.Model;
using SkiaSharp;

namespace MnistPipeline.Evaluation;

/// <summary>The digits that were answered wrong with the most confidence, as the network read them.</summary>
public static class MistakesSheet
{
    /// <summary>The most digits on a sheet.</summary>
    public const int MostDigits = 48;

    private const int Columns = 8;
    private const int Enlargement = 4;
    private const float PictureSize = LeNet5Architecture.InputSize * Enlargement;
    private const float CellWidth = PictureSize + 20;
    private const float CellHeight = PictureSize + 58;
    private const float Margin = 24;
    private const float HeadingHeight = 64;


    /// <summary>Draws up to 48 digits, eight a row, with truth, answer and the confidence in the answer underneath.</summary>
    /// <param name="report">The report whose <see cref="ClassificationReport.Mistakes"/> are shown.</param>
    /// <param name="pixelsOf">The 784 bytes, 0 background, 255 ink, of the digit at an index of the report.</param>
    /// <returns>A PNG file, 1,084 pixels wide.</returns>
    public static byte[] Png(ClassificationReport report, Func<int, ReadOnlyMemory<byte>> pixelsOf) => Png(report, pixelsOf, PlotFont.Default);

    internal static byte[] Png(ClassificationReport report, Func<int, ReadOnlyMemory<byte>> pixelsOf, PlotFont font)
    {
        var shown = report.Mistakes.Take(MostDigits).ToList();
        var rows = (shown.Count + Columns - 1) / Columns;
        using var surface = PlotStyle.Surface(Columns * CellWidth - 20 + 2 * Margin, HeadingHeight + rows * CellHeight + Margin);
        using var title = new PlotText(font, 18, bold: true);
        title.Draw(surface.Canvas, Heading(report, shown.Count), Margin, 34, SKTextAlign.Left, PlotStyle.Ink);
        using var answer = new PlotText(font, 16, bold: true);
        using var confidence = new PlotText(font, 13);
        for (var position = 0; position < shown.Count; position++)
        {
            var mistake = shown[position];
            var (left, top) = (Margin + position % Columns * CellWidth, HeadingHeight + position / Columns * CellHeight);
            DrawPicture(surface.Canvas, pixelsOf(mistake.Index).Span, SKRect.Create(left, top, PictureSize, PictureSize));
            var names = report.Confusion.ClassNames;
            var middle = left + PictureSize / 2;
            answer.Draw(
                surface.Canvas, Caption(answer, names[mistake.Truth], names[mistake.Answer]), middle, top + PictureSize + 15, SKTextAlign.Center, PlotStyle.Ink);
            confidence.Draw(
                surface.Canvas, PlotStyle.Percent(mistake.Confidence, 1), middle, top + PictureSize + 34, SKTextAlign.Center, PlotStyle.Muted);
        }

        return PlotStyle.Png(surface);
    }

    private static string Heading(ClassificationReport report, int shown)
    {
        var (wrong, total) = (report.Mistakes.Count, PlotStyle.Count(report.Count));
        return wrong == 0 ? $"All {total} digits answered right"
            : wrong > shown ? $"The {shown} most confident of {PlotStyle.Count(wrong)} mistakes over {total} digits: truth → answer, confidence"
            : wrong == 1 ? $"The one mistake over {total} digits: truth → answer, confidence"
            : $"The {wrong} mistakes over {total} digits, the most confident first: truth → answer, confidence";
    }

    private static string Caption(PlotText text, string truth, string answer)
    {
        const string arrow = " → ";
        var whole = truth + arrow + answer;
        var half = (CellWidth - 4 - text.Measure(arrow)) / 2;
        return text.Measure(whole) <= CellWidth - 4 ? whole : text.Fit(truth, half) + arrow + text.Fit(answer, half);
    }

    private static void DrawPicture(SKCanvas canvas, ReadOnlySpan<byte> pixels, SKRect place)
    {
        using var picture = SKImage.FromPixelCopy(new SKImageInfo(LeNet5Architecture.InputSize, LeNet5Architecture.InputSize, SKColorType.Gray8), pixels);
        canvas.DrawImage(picture, place);
    }
}
