using System.Buffers.Binary;
using SkiaSharp;

namespace MnistPipeline.Serve.Pictures;

/// <summary>What the bytes of a picture file tell that Skia does not.</summary>
internal static class PictureHeader
{
    /// <summary>The name of a format that is not read, with its article; null where the bytes are of none that is known.</summary>
    public static string? OtherKind(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("II*\0"u8) || content.StartsWith("MM\0*"u8))
        {
            return "a TIFF";
        }

        if (content.StartsWith("%PDF"u8))
        {
            return "a PDF";
        }

        // ISO base media: the length of the first box, its type, the brand.
        if (content.Length < 12 || !content[4..].StartsWith("ftyp"u8))
        {
            return null;
        }

        var brand = content.Slice(8, 4);
        return brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8) ? "an AVIF"
            : brand.StartsWith("he"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8) ? "a HEIC"
            : "a film or a picture in a container of films";
    }

    /// <summary>
    /// Whether the first picture of a GIF (GIF89a) has its data to their end, and as many as so many pixels need: a code of LZW has 3 bits or more, and stands for 4,096
    /// pixels at most.
    /// </summary>
    public static bool HasPixelsOfGif(ReadOnlySpan<byte> gif, long pixels)
    {
        const int HeaderLength = 13;
        const byte Extension = 0x21, Image = 0x2C;
        if (gif.Length < HeaderLength)
        {
            return false;
        }

        var at = HeaderLength + LengthOfColours(gif[10]);
        while (at + 1 < gif.Length && gif[at] == Extension)
        {
            (at, _) = AfterBlocks(gif, at + 2);
        }

        if (at + 9 >= gif.Length || gif[at] != Image)
        {
            return false;
        }

        // Then come the least length of a code, and the codes.
        var (end, length) = AfterBlocks(gif, at + 10 + LengthOfColours(gif[at + 9]) + 1);
        return end <= gif.Length && length * 8L / 3 * 4096 >= pixels;

        static int LengthOfColours(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
    }

    // Blocks are of up to 255 bytes, each behind its length, and one of length 0 ends them. Where it is missing, the end is behind that of the file.
    private static (int End, int Length) AfterBlocks(ReadOnlySpan<byte> gif, int at)
    {
        var length = 0;
        while (at < gif.Length && gif[at] > 0)
        {
            length += gif[at];
            at += 1 + gif[at];
        }

        return (at < gif.Length ? at + 1 : int.MaxValue, length);
    }

    /// <summary>Where the first row and column of a PNG are to be seen, by the orientation of its eXIf chunk (PNG 1.5 extensions; EXIF 2.32).</summary>
    public static SKEncodedOrigin OriginOfPng(ReadOnlySpan<byte> png)
    {
        const int SignatureLength = 8;
        const int ChunkFrame = 12;
        for (var rest = png[SignatureLength..]; rest.Length >= ChunkFrame;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - ChunkFrame)
            {
                break;
            }

            if (rest[4..].StartsWith("eXIf"u8))
            {
                return Orientation(rest.Slice(8, (int)length));
            }

            rest = rest[(ChunkFrame + (int)length)..];
        }

        return SKEncodedOrigin.TopLeft;
    }

    // The first directory of a TIFF header: entries of tag, type, count and value, 12 bytes each.
    private static SKEncodedOrigin Orientation(ReadOnlySpan<byte> exif)
    {
        const int OrientationTag = 0x0112;
        const int EntryLength = 12;
        var isLittleEndian = exif.StartsWith("II"u8);
        if (exif.Length < 8)
        {
            return SKEncodedOrigin.TopLeft;
        }

        var start = isLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..]) : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (start > exif.Length - 2)
        {
            return SKEncodedOrigin.TopLeft;
        }

        var directory = exif[(int)start..];
        var entries = Math.Min(Short(directory), (directory.Length - 2) / EntryLength);
        for (var entry = 0; entry < entries; entry++)
        {
            var fields = directory.Slice(2 + entry * EntryLength, EntryLength);
            if (Short(fields) == OrientationTag)
            {
                return Short(fields[8..]) is >= 1 and <= 8 and var origin ? (SKEncodedOrigin)origin : SKEncodedOrigin.TopLeft;
            }
        }

        return SKEncodedOrigin.TopLeft;

        int Short(ReadOnlySpan<byte> bytes) => isLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
    }
}
