using Microsoft.ML.Data;
using SkiaSharp;

namespace MnistPipeline.Serve.Pictures;

/// <summary>The bytes of a picture file as the picture that people see.</summary>
internal sealed class PictureDecoder : IDisposable
{
    /// <summary>The kinds of pictures, for messages.</summary>
    public const string Kinds = "PNG, JPEG, BMP, GIF or WebP";

    /// <summary>How many times as many pixels a JPEG may have, which is decoded at a smaller scale.</summary>
    public const int JpegFactor = 4;

    // More than any model takes, in pixels.
    private const int LongestSide = 1600;

    // About the time of the model, in pixels decoded.
    private const int CostOfModel = 100_000;

    private readonly SKCodec _codec;
    private readonly SKSizeI _size;
    private readonly SKEncodedOrigin _origin;

    private PictureDecoder(SKCodec codec, SKSizeI size, SKEncodedOrigin origin) => (_codec, _size, _origin) = (codec, size, origin);

    /// <summary>What it takes to read it, in pixels: those that the file has, those that it is decoded to, and as much as the model takes.</summary>
    public long Cost => CostOfModel + (long)_codec.Info.Width * _codec.Info.Height / (_codec.Info.Size == _size ? 1 : JpegFactor) + (long)_size.Width * _size.Height;

    /// <summary>Asks the header of a file, which must stay until the decoder is disposed.</summary>
    /// <exception cref="RefusedPictureException">It is too large, damaged or no picture.</exception>
    public static PictureDecoder Open(SKData file, int maxPixels)
    {
        var content = file.AsSpan();
        var codec = file.Size > 0 ? SKCodec.Create(file) : null;
        try
        {
            if (codec?.EncodedFormat is not (
                SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Bmp or SKEncodedImageFormat.Gif or SKEncodedImageFormat.Webp))
            {
                throw PictureHeader.OtherKind(content) is { } kind ? RefusedPictureException.OtherKind(kind) : RefusedPictureException.NotAPicture();
            }

            // A file of a few bytes may hold a picture of gigabytes; its header is asked before memory is.
            var (width, height) = (codec.Info.Width, codec.Info.Height);
            var isJpeg = codec.EncodedFormat == SKEncodedImageFormat.Jpeg;
            var most = maxPixels * (isJpeg ? JpegFactor : 1L);
            if ((long)width * height > most)
            {
                throw RefusedPictureException.TooManyPixels(width, height, most);
            }

            if (codec.EncodedFormat == SKEncodedImageFormat.Gif && !PictureHeader.HasPixelsOfGif(content, (long)width * height))
            {
                throw RefusedPictureException.NotAPicture();
            }

            var size = isJpeg ? codec.GetScaledDimensions(Math.Min(1, (float)LongestSide / Math.Max(width, height))) : codec.Info.Size;
            return new PictureDecoder(codec, size, codec.EncodedFormat == SKEncodedImageFormat.Png ? PictureHeader.OriginOfPng(content) : codec.EncodedOrigin);
        }
        catch
        {
            codec?.Dispose();
            throw;
        }
    }

    /// <summary>The picture, turned as its EXIF orientation says, its colours multiplied by their opacity. The caller disposes it.</summary>
    /// <exception cref="RefusedPictureException">It is damaged.</exception>
    public MLImage Decode()
    {
        using var stored = new SKBitmap(new SKImageInfo(_size.Width, _size.Height, SKColorType.Bgra8888, SKAlphaType.Premul));
        if (_codec.GetPixels(stored.Info, stored.GetPixels()) != SKCodecResult.Success)
        {
            throw RefusedPictureException.NotAPicture();
        }

        return _origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default
            ? MLImage.CreateFromPixels(stored.Width, stored.Height, MLPixelFormat.Bgra32, stored.GetPixelSpan())
            : AsSeen(stored, _origin);
    }

    /// <inheritdoc/>
    public void Dispose() => _codec.Dispose();

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
