using MnistPipeline.Engines.Explanation;
using SkiaSharp;

namespace MnistPipeline.Plots;

/// <summary>Which pixels spoke for an answer, and which against it.</summary>
public static class AttributionsSheet
{
    private const int Columns = 3;
    private const float Size = Digit.Size * 5;
    private const float Gap = 8;
    private const float CellWidth = 2 * Size + Gap + 30;
    private const float CellHeight = Size + 50;
    private const float Margin = 24;

    /// <summary>Draws each digit beside its attributions: orange ink spoke for the answer, blue against it, the strongest in full colour.</summary>
    /// <param name="digits">
    /// A caption, the 784 bytes of the digit, 0 background, 255 ink, and what
    /// <see cref="NetworkExplainer.PixelAttributions"/> gives for it.
    /// </param>
    /// <returns>A PNG file, up to three digits a row.</returns>
    public static byte[] Png(params IReadOnlyList<(string Caption, ReadOnlyMemory<byte> Digit, double[] Attributions)> digits)
    {
        ArgumentNullException.ThrowIfNull(digits);
        var columns = Math.Clamp(digits.Count, 1, Columns);
        using var surface = PlotStyle.Surface(columns * CellWidth - 30 + 2 * Margin, (digits.Count + columns - 1) / columns * CellHeight + Margin);
        using var caption = new PlotText(16, bold: true);
        for (var index = 0; index < digits.Count; index++)
        {
            var (text, digit, attributions) = digits[index];
            var (left, top) = (Margin + index % columns * CellWidth, Margin / 2 + index / columns * CellHeight);
            caption.Draw(surface.Canvas, caption.Fit(text, 2 * Size + Gap), left, top + 18, SKTextAlign.Left, PlotStyle.Ink);
            DivergingPicture.DrawSquares(
                surface.Canvas, Array.ConvertAll(digit.ToArray(), ink => new SKColor(ink, ink, ink)), Digit.Size, SKRect.Create(left, top + 40, Size, Size));
            DivergingPicture.DrawSquares(
                surface.Canvas, Colors(digit.Span, attributions), Digit.Size, SKRect.Create(left + Size + Gap, top + 40, Size, Size));
        }

        return PlotStyle.Png(surface);
    }

    // The digit shows through in a pale grey, so that ink which said nothing can be seen too.
    private static SKColor[] Colors(ReadOnlySpan<byte> digit, double[] attributions)
    {
        var largest = DivergingPicture.Largest(attributions);
        var colors = new SKColor[attributions.Length];
        for (var pixel = 0; pixel < attributions.Length; pixel++)
        {
            var ground = (byte)(byte.MaxValue - digit[pixel] / 8);
            colors[pixel] = DivergingPicture.Over(new SKColor(ground, ground, ground), attributions[pixel] / largest);
        }

        return colors;
    }
}
