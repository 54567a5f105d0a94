using System.Buffers.Binary;
using System.IO.Compression;

namespace MnistPipeline.Data.Idx;

/// <summary>
/// One file in the format of the MNIST database: a big-endian magic number (two zero bytes, the element's type, the number of
/// dimensions), a 32-bit length for each dimension, then the elements (LeCun, Cortes, Burges, "The MNIST database"). A file
/// packed with gzip is known by its first bytes and not by its name, as browsers unpack without renaming.
/// </summary>
internal static class IdxFile
{
    private const uint ImagesMagic = 0x803;
    private const uint LabelsMagic = 0x801;

    /// <summary>The most bytes that deflate can make of one: what a packed file claims to hold is believed up to that.</summary>
    private const long MaxExpansion = 1032;

    /// <summary>The pictures, row by row and one after the other, with their number, height and width.</summary>
    /// <param name="path">What to call the file in messages.</param>
    /// <param name="content">The file's bytes.</param>
    /// <exception cref="BadInputException">The content is not an undamaged file of pictures.</exception>
    public static (byte[] Pixels, int Count, int Height, int Width) ReadImages(string path, byte[] content)
    {
        var (pixels, lengths) = Read(path, content, ImagesMagic, 3);
        return (pixels, lengths[0], lengths[1], lengths[2]);
    }

    /// <summary>The labels, 0 to 255.</summary>
    /// <param name="path">What to call the file in messages.</param>
    /// <param name="content">The file's bytes.</param>
    /// <exception cref="BadInputException">The content is not an undamaged file of labels.</exception>
    public static byte[] ReadLabels(string path, byte[] content) => Read(path, content, LabelsMagic, 1).Elements;

    private static (byte[] Elements, int[] Lengths) Read(string path, byte[] content, uint magic, int dimensions)
    {
        var isPacked = content is [0x1F, 0x8B, ..];
        using var memory = new MemoryStream(content);
        using Stream stream = isPacked ? new GZipStream(memory, CompressionMode.Decompress) : memory;
        try
        {
            CheckMagic(path, ReadNumber(stream), magic);
            var lengths = new uint[dimensions];
            UInt128 expected = 1;
            for (var dimension = 0; dimension < dimensions; dimension++)
            {
                lengths[dimension] = ReadNumber(stream);
                expected *= lengths[dimension];
            }

            if (expected > (UInt128)(isPacked ? content.Length * MaxExpansion : content.Length) || expected > (UInt128)Array.MaxLength)
            {
                throw Truncated(path, null);
            }

            if (dimensions == 3)
            {
                LabelledDigits.CheckSize(path, lengths[0], lengths[2], lengths[1]);
            }

            var elements = new byte[(int)expected];
            stream.ReadExactly(elements);
            if (stream.ReadByte() >= 0)
            {
                throw new BadFileException($"{path} goes on after the {expected:N0} bytes that its header announces: copy or download it again.");
            }

            // GZipStream does not miss the end of a packed file, which is the length of what it packs (RFC 1952).
            return !isPacked || BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan()[^sizeof(uint)..]) == sizeof(uint) * (dimensions + 1) + elements.Length
                ? (elements, Array.ConvertAll(lengths, length => (int)length))
                : throw Damaged(path, null);
        }
        catch (EndOfStreamException exception)
        {
            throw Truncated(path, exception);
        }
        catch (InvalidDataException exception)
        {
            throw Damaged(path, exception);
        }
    }

    private static uint ReadNumber(Stream stream)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        stream.ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    private static void CheckMagic(string path, uint found, uint needed)
    {
        if (found == needed)
        {
            return;
        }

        var what = found switch
        {
            ImagesMagic => "is a file of images where one of labels is needed: give each its own name",
            LabelsMagic => "is a file of labels where one of images is needed: give each its own name",
            _ => $"starts with the magic number 0x{found:X8} where an IDX file of {(needed == ImagesMagic ? "images" : "labels")} "
                + $"has 0x{needed:X8}: check that it is the right file",
        };
        throw new BadFileException($"{path} {what}.");
    }

    private static BadFileException Truncated(string path, Exception? exception) =>
        new($"{path} is truncated, as it has fewer bytes than its header announces: copy or download it again.", exception);

    private static BadFileException Damaged(string path, Exception? exception) =>
        new($"{path} is a damaged or truncated gzip file: copy or download it again.", exception);
}
