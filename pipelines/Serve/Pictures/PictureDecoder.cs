using Microsoft.ML.Data;
using SkiaSharp;

namespace MnistPipeline.Serve.Pictures;

/// <summary>The bytes of a picture file as the picture that people see.</summary>
internal static class PictureDecoder
{
    /// <summary>The kinds of pictures, for messages.</summary>
    public const string Kinds = "PNG, JPEG, BMP, GIF or WebP";

    /// <summary>The picture, turned as its EXIF orientation says, its colours multiplied by their opacity. The caller disposes it.</summary>
    /// <exception cref="RefusedPictureException">It is too large, damaged or no picture.</exception>
    public static MLImage Decode(byte[] content, int maxPixels)
    {
        using var data = SKData.CreateCopy(content);
        using var codec = SKCodec.Create(data);
        if (codec?.EncodedFormat is not (
            SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Bmp or SKEncodedImageFormat.Gif or SKEncodedImageFormat.Webp))
        {
            throw PictureHeader.OtherKind(content) is { } kind ? RefusedPictureException.OtherKind(kind) : RefusedPictureException.NotAPicture();
        }

        // A file of a few bytes may hold a picture of gigabytes; its header is asked before memory is.
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > maxPixels)
        {
            throw RefusedPictureException.TooManyPixels(width, height, maxPixels);
        }

        using var stored = new SKBitmap(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Premul));
        if (codec.GetPixels(stored.Info, stored.GetPixels()) != SKCodecResult.Success)
        {
            throw RefusedPictureException.NotAPicture();
        }

        return AsSeen(stored, codec.EncodedFormat == SKEncodedImageFormat.Png ? PictureHeader.OriginOfPng(content) : codec.EncodedOrigin);
    }

    private static MLImage AsSeen(SKBitmap stored, SKEncodedOrigin origin)
    {
        var isOnItsSide = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var (width, height) = isOnItsSide ? (stored.Height, stored.Width) : (stored.Width, stored.Height);
        using var paper = new SKBitmap(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(paper);
        canvas.Clear(SKColors.Transparent);
        canvas.SetMatrix(Upright(origin, width, height));
        canvas.DrawBitmap(stored, 0, 0);
        return MLImage.CreateFromPixels(width, height, MLPixelFormat.Bgra32, paper.GetPixelSpan());
    }

    /// <summary>Where a stored pixel is seen, from where the first row and column are stored (EXIF 2.32, tag Orientation).</summary>
    private static SKMatrix Upright(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, width, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, width, -1, 0, height, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, height, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}
