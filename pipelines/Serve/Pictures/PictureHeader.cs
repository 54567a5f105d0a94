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
