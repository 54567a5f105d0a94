using MnistPipeline.Data;
using SkiaSharp;

namespace MnistPipeline.Plots;

/// <summary>A digit on a sheet: as the network read it, with an arrow from one class to another and a share underneath.</summary>
/// <param name="Pixels">784 bytes, 0 background, 255 ink.</param>
/// <param name="From">The name left of the arrow.</param>
/// <param name="To">The name right of it; null for no arrow.</param>
/// <param name="Share">0 to 1; null for none.</param>
internal readonly record struct SheetDigit(ReadOnlyMemory<byte> Pixels, string From, string? To = null, double? Share = null);

/// <summary>Digits under headings, eight a row.</summary>
public static class DigitSheet
{
    /// <summary>The most digits under a heading.</summary>
    internal const int MaxDigits = 40;

    private const int Columns = 8;
    private const int Enlargement = 4;
    private const float PictureSize = Digit.Size * Enlargement;
    private const float CellWidth = PictureSize + 20;
    private const float CellHeight = PictureSize + 58;
    private const float Margin = 24;
    private const float HeadingHeight = 64;
    private const float ShareHeight = 20;

    /// <summary>Draws the first digits of each set under its heading, with their classes' names.</summary>
    /// <param name="sections">Headings, and the digits below them.</param>
    /// <returns>A PNG file, 1,084 pixels wide.</returns>
    public static byte[] Png(params IReadOnlyList<(string Heading, DigitSet Digits)> sections)
    {
        ArgumentNullException.ThrowIfNull(sections);
        return Png([.. sections.Select(section => (
            section.Heading,
            (IReadOnlyList<SheetDigit>)[.. Enumerable.Range(0, Math.Min(section.Digits.Count, MaxDigits)).Select(index => new SheetDigit(
                section.Digits.PixelsOf(index).ToArray(), section.Digits.Classes[section.Digits.Labels[index]]))]))]);
    }

    /// <summary>Draws the sections, one below the other.</summary>
    /// <returns>A PNG file, 1,084 pixels wide.</returns>
    internal static byte[] Png(IReadOnlyList<(string Heading, IReadOnlyList<SheetDigit> Digits)> sections)
    {
        using var surface = PlotStyle.Surface(Columns * CellWidth - 20 + 2 * Margin, sections.Sum(section => Height(section.Digits)) + Margin);
        using var title = new PlotText(18, bold: true);
        using var caption = new PlotText(16, bold: true);
        using var share = new PlotText(13);
        var sectionTop = 0f;
        foreach (var (heading, digits) in sections)
        {
            title.Draw(surface.Canvas, heading, Margin, sectionTop + 34, SKTextAlign.Left, PlotStyle.Ink);
            for (var position = 0; position < digits.Count; position++)
            {
                var digit = digits[position];
                var (left, top) = (Margin + position % Columns * CellWidth, sectionTop + HeadingHeight + position / Columns * RowHeight(digits));
                var (middle, bottom) = (left + PictureSize / 2, top + PictureSize);
                DrawPicture(surface.Canvas, digit.Pixels.Span, SKRect.Create(left, top, PictureSize, PictureSize));
                caption.Draw(surface.Canvas, Caption(caption, digit.From, digit.To), middle, bottom + 15, SKTextAlign.Center, PlotStyle.Ink);
                if (digit.Share is { } number)
                {
                    share.Draw(surface.Canvas, PlotStyle.Percent(number, 1), middle, bottom + 34, SKTextAlign.Center, PlotStyle.Muted);
                }
            }

            sectionTop += Height(digits);
        }

        return PlotStyle.Png(surface);
    }

    private static float Height(IReadOnlyList<SheetDigit> digits) => HeadingHeight + (digits.Count + Columns - 1) / Columns * RowHeight(digits);

    private static float RowHeight(IReadOnlyList<SheetDigit> digits) => digits.Any(digit => digit.Share is not null) ? CellHeight : CellHeight - ShareHeight;

    private static string Caption(PlotText text, string from, string? to)
    {
        if (to is null)
        {
            return text.Fit(from, CellWidth - 4);
        }

        const string arrow = " → ";
        var whole = from + arrow + to;
        var half = (CellWidth - 4 - text.Measure(arrow)) / 2;
        return text.Measure(whole) <= CellWidth - 4 ? whole : text.Fit(from, half) + arrow + text.Fit(to, half);
    }

    private static void DrawPicture(SKCanvas canvas, ReadOnlySpan<byte> pixels, SKRect place)
    {
        using var picture = SKImage.FromPixelCopy(new SKImageInfo(Digit.Size, Digit.Size, SKColorType.Gray8), pixels);
        canvas.DrawImage(picture, place);
    }
}
