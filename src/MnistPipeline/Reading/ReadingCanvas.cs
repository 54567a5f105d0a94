using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using SkiaSharp;

namespace MnistPipeline.Reading;

/// <summary>
/// The canvas on which reading starts: what ML.NET's <c>ResizeImages(116, 112, IsoPad)</c> draws, made grey. That transformer hands
/// a picture of just the wanted size on and disposes it, its user's though it is; no picture has 116x112 pixels by chance, as one
/// might have 112x112.
/// </summary>
internal static class ReadingCanvas
{
    /// <summary>Rows of the canvas.</summary>
    public const int Rows = 112;

    /// <summary>Columns of the canvas; a square picture leaves the first and last two empty.</summary>
    public const int Columns = 116;

    /// <summary>Alpha and three colours, which are multiplied by it.</summary>
    public const int Channels = 4;

    /// <summary>Pixels of the canvas.</summary>
    public const int Pixels = Rows * Columns;

    /// <summary>A picture with a pixel that is less opaque than this is a transparent one, as pictures blend a little at their edges.</summary>
    public const int OpaqueAlpha = 128;

    /// <summary>Draws a picture with its aspect kept and gives grey bytes [row, column].</summary>
    /// <returns>
    /// Which pixels of the <see cref="CoarsePlane"/> lie in the picture wholly: all of them for one that is transparent in parts.
    /// </returns>
    /// <remarks>
    /// Ink may be in the alpha channel alone, so a transparent picture is laid on white where what it shows is dark on the whole,
    /// and on black where that is light.
    /// </remarks>
    [SkipLocalsInit]
    public static CanvasRectangle Draw(MLImage picture, Span<byte> canvas)
    {
        var isBgra = picture.PixelFormat == MLPixelFormat.Bgra32;
        if (picture.Width == Columns && picture.Height == Rows)
        {
            return MakeGrey(picture.Pixels, isBgra, canvas);
        }

        var target = Fitted(picture.Width, picture.Height);
        if (target.Width > picture.Width && target.Height > picture.Height)
        {
            if (ColouredPixels.AreGrey(picture.Pixels))
            {
                BicubicDrawing.DrawGrey(picture.Pixels, picture.Width, picture.Height, target, canvas);
                return new CanvasRectangle((target.Top + 1) / 2, (target.Bottom - 1) / 2, (target.Left + 1) / 2, (target.Right - 1) / 2);
            }

            Span<byte> enlarged = stackalloc byte[Channels * Pixels];
            BicubicDrawing.Draw(picture.Pixels, picture.Width, picture.Height, target, enlarged);
            return MakeGrey(enlarged, isBgra, canvas);
        }

        var colours = isBgra ? SKColorType.Bgra8888 : SKColorType.Rgba8888;
        using var bitmap = new SKBitmap(new SKImageInfo(Columns, Rows, colours, SKAlphaType.Premul));
        DrawBySkia(picture, target, bitmap);
        return MakeGrey(bitmap.GetPixelSpan(), isBgra, canvas);
    }

    /// <summary>Draws a picture with Skia, whose high quality is a cubic where it enlarges and means of pixels where it makes smaller.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="canvas">Of the picture's order of colours.</param>
    public static unsafe void DrawBySkia(MLImage picture, CanvasRectangle target, SKBitmap canvas)
    {
        fixed (byte* pixels = picture.Pixels)
        {
            var info = new SKImageInfo(picture.Width, picture.Height, canvas.ColorType, SKAlphaType.Premul);
            using var image = SKImage.FromPixels(info, (nint)pixels, info.RowBytes);
            using var drawing = new SKCanvas(canvas);
            var source = new SKRect(0, 0, picture.Width, picture.Height);
            using var paint = new SKPaint { FilterQuality = SKFilterQuality.High };
            drawing.DrawImage(image, source, new SKRect(target.Left, target.Top, target.Right + 1, target.Bottom + 1), paint);
        }
    }

    // In floats and cut to whole pixels in the order in which ML.NET does it, as other roundings would move the picture.
    private static CanvasRectangle Fitted(int width, int height)
    {
        var widthAspect = (float)Columns / width;
        var heightAspect = (float)Rows / height;
        var aspect = Math.Min(widthAspect, heightAspect);
        var left = heightAspect < widthAspect ? (int)((Columns - width * aspect) / 2) : 0;
        var top = heightAspect < widthAspect ? 0 : (int)((Rows - height * aspect) / 2);
        return new CanvasRectangle(top, top + (int)(height * aspect) - 1, left, left + (int)(width * aspect) - 1);
    }

    private static CanvasRectangle MakeGrey(ReadOnlySpan<byte> colours, bool isBgra, Span<byte> grey)
    {
        var isInkDark = ColouredPixels.Weigh(colours, isBgra, grey);
        var picture = Opaque(colours);
        if (picture is null && isInkDark)
        {
            ColouredPixels.LayOnWhite(colours, grey);
        }

        return picture ?? CoarsePlane.Whole;
    }

    // The pixels of the coarse plane that lie in an opaque picture wholly; null for a transparent picture.
    private static CanvasRectangle? Opaque(ReadOnlySpan<byte> colours)
    {
        Span<byte> alpha = stackalloc byte[CoarsePlane.Rows * CoarsePlane.Columns];
        Span<byte> least = stackalloc byte[4 * Columns];
        var (top, bottom, left, right) = (CoarsePlane.Rows, -1, CoarsePlane.Columns, -1);
        for (var row = 0; row < CoarsePlane.Rows; row++)
        {
            TensorPrimitives.Min(colours.Slice(8 * row * Columns, 4 * Columns), colours.Slice(4 * (2 * row + 1) * Columns, 4 * Columns), least);
            for (var column = 0; column < CoarsePlane.Columns; column++)
            {
                var here = Math.Min(least[8 * column + 3], least[8 * column + 7]);
                alpha[row * CoarsePlane.Columns + column] = here;
                if (here > 0)
                {
                    (top, bottom) = (Math.Min(top, row), row);
                    (left, right) = (Math.Min(left, column), Math.Max(right, column));
                }
            }
        }

        for (var row = top; row <= bottom; row++)
        {
            if (alpha.Slice(row * CoarsePlane.Columns + left, right - left + 1).ContainsAnyInRange((byte)0, (byte)(OpaqueAlpha - 1)))
            {
                return null;
            }
        }

        return new CanvasRectangle(top, bottom, left, right);
    }
}
