using System.Globalization;
using System.Text;
using SkiaSharp;

namespace MnistPipeline.Plots;

/// <summary>What all plots have in common: colours, numbers, and how they become files.</summary>
internal static class PlotStyle
{
    public static readonly SKColor Ink = new(0x1F, 0x29, 0x33);
    public static readonly SKColor Muted = new(0x61, 0x6E, 0x7C);
    public static readonly SKColor Grid = new(0xE4, 0xE7, 0xEB);
    public static readonly SKColor Blue = new(0x2B, 0x6C, 0xB0);
    public static readonly SKColor PaleBlue = new(0xC6, 0xDA, 0xEE);
    public static readonly SKColor Orange = new(0xDD, 0x6B, 0x20);

    private static readonly NumberFormatInfo PercentFormat = new() { PercentPositivePattern = 0, PercentNegativePattern = 0 };

    /// <summary>A white surface to draw on.</summary>
    public static SKSurface Surface(float width, float height)
    {
        var surface = SKSurface.Create(new SKImageInfo((int)MathF.Ceiling(width), (int)MathF.Ceiling(height)));
        surface.Canvas.Clear(SKColors.White);
        return surface;
    }

    /// <summary>What was drawn, as the bytes of a PNG file.</summary>
    public static byte[] Png(SKSurface surface)
    {
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>What a function draws, as the text of an SVG file on white.</summary>
    public static string Svg(int width, int height, Action<SKCanvas> draw)
    {
        using var svg = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(SKRect.Create(width, height), svg))
        {
            canvas.Clear(SKColors.White);
            draw(canvas);
        }

        // Pages put it among their own text, where an XML declaration is a mistake, and shrink it to their width by the box.
        var file = Encoding.UTF8.GetString(svg.GetBuffer(), 0, (int)svg.Length);
        return $"<svg viewBox=\"0 0 {width} {height}\"{file[(file.IndexOf("<svg", StringComparison.Ordinal) + "<svg".Length)..]}";
    }

    /// <summary>A share as it is read: 0.9937 as 99.37 %.</summary>
    public static string Percent(double share, int decimals = 2) => share.ToString($"P{decimals}", PercentFormat);

    /// <summary>A count with its thousands set off.</summary>
    public static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
