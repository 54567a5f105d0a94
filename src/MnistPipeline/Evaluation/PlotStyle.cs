using System.Globalization;
using ScottPlot;
using SkiaSharp;

namespace MnistPipeline.Evaluation;

/// <summary>What all plots have in common: font, colours, and how they become PNG files.</summary>
internal static class PlotStyle
{
    public static readonly Color Ink = Color.FromHex("#1F2933");
    public static readonly Color Muted = Color.FromHex("#7B8794");
    public static readonly Color Grid = Color.FromHex("#E4E7EB");
    public static readonly Color Blue = Color.FromHex("#2B6CB0");
    public static readonly Color Orange = Color.FromHex("#DD6B20");

    /// <summary>An empty plot with its title and the name of its horizontal axis.</summary>
    public static Plot Create(PlotFont font, string title, string xLabel)
    {
        var plot = new Plot();
        plot.Title(title, 17);
        plot.XLabel(xLabel, 14);
        plot.Font.Set(font.Family);
        plot.Axes.Color(Ink);
        plot.Axes.Left.TickLabelStyle.FontSize = 13;
        plot.Axes.Bottom.TickLabelStyle.FontSize = 13;
        plot.Axes.Title.Label.Bold = true;
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Left.MinorTickStyle.Length = 0;
        plot.Axes.Bottom.MinorTickStyle.Length = 0;
        plot.Axes.Right.MinimumSize = 28;
        plot.Axes.Right.FrameLineStyle.IsVisible = false;
        plot.Axes.Top.FrameLineStyle.IsVisible = false;
        plot.Grid.MajorLineColor = Grid;
        plot.Legend.FontName = font.Family;
        plot.Legend.FontSize = 13;
        plot.Legend.OutlineColor = Grid;
        plot.Legend.ShadowColor = Colors.Transparent;
        return plot;
    }

    /// <summary>The plots side by side.</summary>
    public static byte[] Png(int width, int height, params ReadOnlySpan<Plot> plots)
    {
        using var surface = SKSurface.Create(new SKImageInfo(width, height));
        surface.Canvas.Clear(SKColors.White);
        var share = (float)width / plots.Length;
        for (var index = 0; index < plots.Length; index++)
        {
            // A plot wipes the whole canvas first, unless it is kept in its place.
            var place = new PixelRect(index * share, (index + 1) * share, height, 0);
            _ = surface.Canvas.Save();
            surface.Canvas.ClipRect(place.ToSKRect());
            plots[index].Render(surface.Canvas, place);
            surface.Canvas.Restore();
        }

        return Png(surface);
    }

    /// <summary>What was drawn, as the bytes of a PNG file.</summary>
    public static byte[] Png(SKSurface surface)
    {
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>A share as it is read: 0.9937 as 99.37 %.</summary>
    public static string Percent(double share, int decimals = 2) => share.ToString($"P{decimals}", PercentFormat);

    /// <summary>A count with its thousands set off.</summary>
    public static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static NumberFormatInfo PercentFormat { get; } = new() { PercentPositivePattern = 0, PercentNegativePattern = 0 };
}
