using Microsoft.ML.Data;
using SkiaSharp;

namespace MnistPipeline.Plots;

/// <summary>A picture with what was read in it: a box around each digit, and beneath the picture the digits with their confidences, and the whole.</summary>
public static class AnnotatedPicture
{
    private const float LeastWidth = 480;
    private const float Margin = 12;
    private const float BelowHeight = 92;

    /// <summary>Draws it; small pictures are enlarged.</summary>
    /// <param name="picture">The picture that was read.</param>
    /// <param name="prediction">What was read, the boxes in the picture's pixels.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Png(MLImage picture, DigitStringPrediction prediction)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(prediction);

        // There has to be room for what is written beneath.
        var scale = MathF.Max(1, LeastWidth / picture.Width);
        var (width, height) = (picture.Width * scale, picture.Height * scale);
        using var surface = PlotStyle.Surface(width + 2 * Margin, height + BelowHeight + Margin);
        Draw(surface.Canvas, picture, SKRect.Create(Margin, Margin, width, height));
        using var pen = new SKPaint { Style = SKPaintStyle.Stroke, StrokeWidth = 2, Color = PlotStyle.Orange, IsAntialias = true };
        using var caption = new PlotText(20, bold: true);
        using var share = new PlotText(12);
        foreach (var digit in prediction.Digits)
        {
            var box = digit.Box;
            var rectangle = SKRect.Create(Margin + box.Left * scale, Margin + box.Top * scale, box.Width * scale, box.Height * scale);
            surface.Canvas.DrawRect(rectangle, pen);
            caption.Draw(surface.Canvas, digit.Digit, rectangle.MidX, height + Margin + 18, SKTextAlign.Center, PlotStyle.Ink);
            share.Draw(surface.Canvas, PlotStyle.Percent(digit.Confidence, 0), rectangle.MidX, height + Margin + 40, SKTextAlign.Center, PlotStyle.Muted);
        }

        var whole = prediction.Text.Length == 0 ? "no digits" : $"{prediction.Text}   {PlotStyle.Percent(prediction.Confidence, 1)}";
        var other = prediction.RunnerUp.Length == 0 ? "" : $"   or {prediction.RunnerUp} {PlotStyle.Percent(prediction.RunnerUpConfidence, 1)}";
        caption.Draw(surface.Canvas, caption.Fit(whole + other, width), Margin, height + Margin + 70, SKTextAlign.Left, PlotStyle.Ink);
        return PlotStyle.Png(surface);
    }

    private static void Draw(SKCanvas canvas, MLImage picture, SKRect place)
    {
        var colours = picture.PixelFormat == MLPixelFormat.Rgba32 ? SKColorType.Rgba8888 : SKColorType.Bgra8888;
        using var image = SKImage.FromPixelCopy(new SKImageInfo(picture.Width, picture.Height, colours, SKAlphaType.Premul), picture.Pixels);
        using var paint = new SKPaint { FilterQuality = SKFilterQuality.High };
        canvas.DrawImage(image, place, paint);
    }
}
