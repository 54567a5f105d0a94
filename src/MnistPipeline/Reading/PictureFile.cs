using Microsoft.ML.Data;
using SkiaSharp;

namespace MnistPipeline.Reading;

/// <summary>A picture in a file.</summary>
public static class PictureFile
{
    /// <summary>A header may announce any size: more than this, 200 MB decoded, is refused before memory is asked for.</summary>
    private const long MaxPixels = 50_000_000;

    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".gif", ".webp"];

    // Named as pictures, so that a folder does not pass them over without a word.
    private static readonly string[] OtherEndings = [".heic", ".heif", ".avif", ".tif", ".tiff"];

    /// <summary>The endings of the names of pictures, for messages.</summary>
    internal static string Extensions { get; } = string.Join(", ", Endings.Except([".jpe", ".jfif"]));

    /// <summary>
    /// The picture at full size, turned as its EXIF orientation says, its colours multiplied by their opacity as ML.NET has them; of a
    /// moving picture the first frame. The caller disposes it.
    /// </summary>
    /// <exception cref="BadInputException">The file is missing, or not an undamaged PNG, JPEG, BMP, GIF or WebP of at most 50 million pixels.</exception>
    public static MLImage Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Decode(InputFile.ReadAllBytes(path), path);
    }

    /// <summary>As <see cref="Open"/>, from the bytes of a file: an upload, a field of a database.</summary>
    /// <param name="content">All bytes of a PNG, JPEG, BMP, GIF or WebP.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="BadInputException">It is not an undamaged picture of at most 50 million pixels.</exception>
    public static MLImage Decode(ReadOnlySpan<byte> content, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        using var data = SKData.CreateCopy(content);
        using var codec = SKCodec.Create(data) ?? throw NoPicture(content, name);
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height is var pixels && pixels is < 1 or > MaxPixels)
        {
            throw new BadFileException($"{name} is {width}x{height}, and pictures of up to {MaxPixels:N0} pixels are read: make it smaller.");
        }

        if (codec.EncodedFormat == SKEncodedImageFormat.Gif && !PictureFormat.HasPixelsOfGif(content, pixels))
        {
            // Skia takes what is not there for transparent.
            throw NoPicture(content, name);
        }

        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Premul));
        var result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result == SKCodecResult.IncompleteInput && codec.EncodedFormat == SKEncodedImageFormat.Jpeg)
        {
            result = DecodeEnded(content, bitmap);
        }

        if (result != SKCodecResult.Success)
        {
            throw NoPicture(content, name);
        }

        var bgra = bitmap.GetPixelSpan().ToArray();
        var origin = codec.EncodedFormat == SKEncodedImageFormat.Png ? PictureFormat.OriginOfPng(content) : codec.EncodedOrigin;
        return origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default
            ? MLImage.CreateFromPixels(width, height, MLPixelFormat.Bgra32, bgra)
            : Turn(bgra, width, height, origin);
    }

    /// <summary>
    /// The paths of the pictures in a folder and in the folders below it, in ordinal order, by the endings of their names. Hidden
    /// files and folders are left out, and so are folders that are links.
    /// </summary>
    /// <exception cref="BadInputException">A folder cannot be read, or there is no picture.</exception>
    public static IReadOnlyList<string> FindAll(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var paths = Below(folder).Order(StringComparer.Ordinal).ToList();
        return paths.Count > 0
            ? paths
            : throw new BadFileException($"{folder} holds no picture ({Extensions}): give a folder of pictures.");
    }

    /// <summary>Whether a file's name ends as a picture's does.</summary>
    internal static bool IsNamedAsPicture(string path) => Endings.Concat(OtherEndings).Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    // A link may lead back to a folder above it.
    private static IEnumerable<string> Below(string folder) => InputFile.FilesOf(folder).Where(IsNamedAsPicture).Concat(
        InputFile.FoldersOf(folder).Where(subfolder => new DirectoryInfo(subfolder).LinkTarget is null).SelectMany(Below));

    /// <summary>The picture as it is to be seen, from where its first row and column are stored (EXIF 2.32, tag Orientation).</summary>
    private static MLImage Turn(byte[] stored, int storedWidth, int storedHeight, SKEncodedOrigin origin)
    {
        var isTransposed = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var (width, height) = isTransposed ? (storedHeight, storedWidth) : (storedWidth, storedHeight);
        var seen = new byte[stored.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (storedX, storedY) = origin switch
                {
                    SKEncodedOrigin.TopRight => (width - 1 - x, y),
                    SKEncodedOrigin.BottomRight => (width - 1 - x, height - 1 - y),
                    SKEncodedOrigin.BottomLeft => (x, height - 1 - y),
                    SKEncodedOrigin.LeftTop => (y, x),
                    SKEncodedOrigin.RightTop => (y, width - 1 - x),
                    SKEncodedOrigin.RightBottom => (height - 1 - y, width - 1 - x),
                    SKEncodedOrigin.LeftBottom => (height - 1 - y, x),
                    _ => (x, y),
                };
                stored.AsSpan(4 * (storedY * storedWidth + storedX), 4).CopyTo(seen.AsSpan(4 * (y * width + x)));
            }
        }

        return MLImage.CreateFromPixels(width, height, MLPixelFormat.Bgra32, seen);
    }

    // A JPEG may lack nothing but the marker of its end, which some cameras and copies leave out. Then whatever stands before that marker changes no
    // pixel; where more is missing, it is taken for what is missing.
    private static SKCodecResult DecodeEnded(ReadOnlySpan<byte> content, SKBitmap bitmap)
    {
        byte[] whole = [.. content.TrimEnd((byte)0xFF)];
        byte[]? first = null;
        foreach (var filler in (byte[][])[[], [0x5A, 0x5A, 0x5A, 0x5A], [0xA5, 0xA5, 0xA5, 0xA5]])
        {
            using var data = SKData.CreateCopy([.. whole, .. filler, 0xFF, 0xD9]);
            using var codec = SKCodec.Create(data);
            if (codec?.GetPixels(bitmap.Info, bitmap.GetPixels()) != SKCodecResult.Success)
            {
                return SKCodecResult.IncompleteInput;
            }

            first ??= bitmap.GetPixelSpan().ToArray();
            if (!bitmap.GetPixelSpan().SequenceEqual(first))
            {
                return SKCodecResult.IncompleteInput;
            }
        }

        return SKCodecResult.Success;
    }

    private static BadFileException NoPicture(ReadOnlySpan<byte> content, string name) => new(PictureFormat.NameOfOther(content) is { } format
        ? $"{name} is {format}, and {Extensions} are read: convert it."
        : $"{name} is not an undamaged picture ({Extensions}): replace or remove it.");
}
