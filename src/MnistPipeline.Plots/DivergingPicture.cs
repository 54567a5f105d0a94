using SkiaSharp;

namespace MnistPipeline.Plots;

/// <summary>Signed numbers as colours: orange above zero, blue below it, white at zero, full at the largest.</summary>
internal static class DivergingPicture
{
    private static readonly SKColor Positive = new(0xC2, 0x4E, 0x0B);
    private static readonly SKColor Negative = new(0x1E, 0x52, 0x8E);

    /// <summary>Draws numbers as squares, side by side without smoothing.</summary>
    /// <param name="canvas">Where to draw.</param>
    /// <param name="values">[row, column]</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="largest">The magnitude that has the full colour; above 0.</param>
    /// <param name="place">The rectangle that the numbers fill.</param>
    public static void Draw(SKCanvas canvas, ReadOnlySpan<double> values, int columns, double largest, SKRect place)
    {
        var colors = new SKColor[values.Length];
        for (var at = 0; at < values.Length; at++)
        {
            colors[at] = Over(SKColors.White, values[at] / largest);
        }

        DrawSquares(canvas, colors, columns, place);
    }

    /// <summary>The colour of a share of the largest number, -1 to 1, over a ground.</summary>
    public static SKColor Over(SKColor ground, double share)
    {
        var full = share < 0 ? Negative : Positive;
        var weight = Math.Min(1, Math.Abs(share));
        return new SKColor(Mix(ground.Red, full.Red), Mix(ground.Green, full.Green), Mix(ground.Blue, full.Blue));

        byte Mix(byte from, byte to) => (byte)Math.Round(from + weight * (to - from));
    }

    /// <summary>Draws colours as squares.</summary>
    /// <param name="canvas">Where to draw.</param>
    /// <param name="colors">[row, column]</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="place">The rectangle that the squares fill.</param>
    public static void DrawSquares(SKCanvas canvas, SKColor[] colors, int columns, SKRect place)
    {
        using var picture = new SKBitmap(columns, colors.Length / columns) { Pixels = colors };
        canvas.DrawBitmap(picture, place);
        using var frame = new SKPaint { Style = SKPaintStyle.Stroke, Color = PlotStyle.Grid, StrokeWidth = 1 };
        canvas.DrawRect(SKRect.Inflate(place, 0.5f, 0.5f), frame);
    }

    /// <summary>The largest magnitude, or 1 where all numbers are zero.</summary>
    public static double Largest(ReadOnlySpan<double> values)
    {
        var largest = 0.0;
        foreach (var value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest == 0 ? 1 : largest;
    }
}
