using Microsoft.ML.Data;
using SkiaSharp;

namespace MnistPipeline.Reading;

/// <summary>
/// The canvas on which reading starts: what ML.NET's <c>ResizeImages(57, 56, IsoPad)</c> draws, made grey. That transformer hands
/// a picture of just the wanted size on and disposes it, its user's though it is; no picture has 57x56 pixels by chance, as one
/// might have 56x56.
/// </summary>
internal static class ReadingCanvas
{
    /// <summary>Rows of the canvas.</summary>
    public const int Rows = 56;

    /// <summary>Columns of the canvas; a square picture leaves the last one black.</summary>
    public const int Columns = 57;

    /// <summary>Pixels of the canvas.</summary>
    public const int Pixels = Rows * Columns;

    /// <summary>The weight of red in grey, in 256ths (Rec. 601, rounded so that sums are exact).</summary>
    public const int RedWeight = 77;

    /// <summary>The weight of green in grey, in 256ths.</summary>
    public const int GreenWeight = 150;

    /// <summary>The weight of blue in grey, in 256ths.</summary>
    public const int BlueWeight = 29;

    /// <summary>Draws a picture with its aspect kept, black beside it, and gives grey bytes [row, column].</summary>
    public static unsafe void Draw(MLImage picture, Span<byte> canvas)
    {
        var isBgra = picture.PixelFormat == MLPixelFormat.Bgra32;
        var colours = isBgra ? SKColorType.Bgra8888 : SKColorType.Rgba8888;
        if (picture.Width == Columns && picture.Height == Rows)
        {
            MakeGrey(picture.Pixels, isBgra, canvas);
            return;
        }

        using var bitmap = new SKBitmap(new SKImageInfo(Columns, Rows, colours, SKAlphaType.Opaque));
        fixed (byte* pixels = picture.Pixels)
        {
            var info = new SKImageInfo(picture.Width, picture.Height, colours, SKAlphaType.Premul);
            using var image = SKImage.FromPixels(info, (nint)pixels, info.RowBytes);
            using var drawing = new SKCanvas(bitmap);
            var source = new SKRect(0, 0, picture.Width, picture.Height);
            using var paint = new SKPaint { FilterQuality = SKFilterQuality.High };
            drawing.DrawImage(image, source, Fitted(picture.Width, picture.Height), paint);
        }

        MakeGrey(bitmap.GetPixelSpan(), isBgra, canvas);
    }

    // In floats and cut to whole pixels in the order in which ML.NET does it, as other roundings would move the picture.
    private static SKRect Fitted(int width, int height)
    {
        var widthAspect = (float)Columns / width;
        var heightAspect = (float)Rows / height;
        var aspect = Math.Min(widthAspect, heightAspect);
        var left = heightAspect < widthAspect ? (int)((Columns - width * aspect) / 2) : 0;
        var top = heightAspect < widthAspect ? 0 : (int)((Rows - height * aspect) / 2);
        return new SKRect(left, top, left + (int)(width * aspect), top + (int)(height * aspect));
    }

    private static void MakeGrey(ReadOnlySpan<byte> colours, bool isBgra, Span<byte> grey)
    {
        var (red, blue) = isBgra ? (2, 0) : (0, 2);
        for (var pixel = 0; pixel < Pixels; pixel++)
        {
            var colour = colours.Slice(4 * pixel, 4);
            grey[pixel] = (byte)((RedWeight * colour[red] + GreenWeight * colour[1] + BlueWeight * colour[blue] + 128) >> 8);
        }
    }
}
