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
    private const uint LabelRowsMagic = 0xC02;

    /// <summary>The most bytes that deflate can make of one: what a packed file claims to hold is believed up to that.</summary>
    private const long MaxExpansion = 1032;

    /// <summary>The pictures, bytes as they stand there.</summary>
    /// <param name="path">What to call the file in messages.</param>
    /// <param name="content">The file's bytes.</param>
    /// <exception cref="BadInputException">The content is not an undamaged file of pictures.</exception>
    public static GreyPictures ReadImages(string path, byte[] content)
    {
        var (pixels, lengths) = Read(path, content, [ImagesMagic]);
        return new GreyPictures(pixels, lengths[0], lengths[2], lengths[1]);
    }

    /// <summary>The labels. Of QMNIST's, which are rows of 32-bit numbers (Yadav, Bottou 2019), the first number of each.</summary>
    /// <param name="path">What to call the file in messages.</param>
    /// <param name="content">The file's bytes.</param>
    /// <exception cref="BadInputException">The content is not an undamaged file of labels.</exception>
    public static int[] ReadLabels(string path, byte[] content)
    {
        var (elements, lengths) = Read(path, content, [LabelsMagic, LabelRowsMagic]);
        return lengths.Length == 1
            ? Array.ConvertAll(elements, label => (int)label)
            : [.. Enumerable.Range(0, lengths[0]).Select(row => BinaryPrimitives.ReadInt32BigEndian(elements.AsSpan(row * lengths[1] * sizeof(int))))];
    }

    private static (byte[] Elements, int[] Lengths) Read(string path, byte[] content, uint[] magics)
    {
        var isPacked = content is [0x1F, 0x8B, ..];
        using var memory = new MemoryStream(content);
        using Stream stream = isPacked ? new GZipStream(memory, CompressionMode.Decompress) : memory;
        try
        {
            var magic = ReadNumber(stream);
            CheckMagic(path, magic, magics);

            // The last byte of the magic number is the number of dimensions, the one before it the type of the elements.
            var lengths = new uint[magic & 0xFF];
            var elementSize = magic == LabelRowsMagic ? sizeof(int) : sizeof(byte);
            UInt128 expected = (UInt128)elementSize;
            for (var dimension = 0; dimension < lengths.Length; dimension++)
            {
                lengths[dimension] = ReadNumber(stream);
                expected *= lengths[dimension];
            }

            if (expected > (UInt128)(isPacked ? content.Length * MaxExpansion : content.Length) || expected > (UInt128)Array.MaxLength)
            {
                throw Truncated(path, null);
            }

            if (magic == ImagesMagic)
            {
                LabelledDigits.CheckSize(path, lengths[0], lengths[2], lengths[1]);
            }
            else if (magic == LabelRowsMagic && lengths[1] == 0)
            {
                throw Truncated(path, null);
            }

            var elements = new byte[(int)expected];
            stream.ReadExactly(elements);
            if (stream.ReadByte() >= 0)
            {
                throw new BadFileException($"{path} goes on after the {expected:N0} bytes that its header announces: copy or download it again.");
            }

            return !isPacked || EndsWhole(content, sizeof(uint) * (lengths.Length + 1) + elements.Length)
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

    // GZipStream does not miss the end of a packed file, which is the length of what it packs (RFC 1952): of what the last member packs, where there are several.
    private static bool EndsWhole(byte[] content, int length)
    {
        var told = BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan()[^sizeof(uint)..]);
        return told == length || (told < length && Members(content).Any(start => LengthOfMember(content, start) == told));
    }

    // Where another member may begin.
    private static IEnumerable<int> Members(byte[] content)
    {
        ReadOnlyMemory<byte> magic = new byte[] { 0x1F, 0x8B, 0x08 };
        for (var start = 1; content.AsSpan(start).IndexOf(magic.Span) is var offset and >= 0; start++)
        {
            start += offset;
            yield return start;
        }
    }

    private static long LengthOfMember(byte[] content, int start)
    {
        try
        {
            using var packed = new GZipStream(new MemoryStream(content, start, content.Length - start), CompressionMode.Decompress);
            using var counted = new MemoryStream();
            packed.CopyTo(counted);
            return counted.Length;
        }
        catch (InvalidDataException)
        {
            return -1;
        }
    }

    private static uint ReadNumber(Stream stream)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        stream.ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    private static void CheckMagic(string path, uint found, uint[] needed)
    {
        if (needed.Contains(found))
        {
            return;
        }

        var what = found switch
        {
            ImagesMagic => "is a file of images where one of labels is needed: give each its own name",
            LabelsMagic or LabelRowsMagic => "is a file of labels where one of images is needed: give each its own name",
            _ => $"starts with the magic number 0x{found:X8} where an IDX file of {(needed[0] == ImagesMagic ? "images" : "labels")} "
                + $"has 0x{needed[0]:X8}: check that it is the right file",
        };
        throw new BadFileException($"{path} {what}.");
    }

    private static BadFileException Truncated(string path, Exception? exception) =>
        new($"{path} is truncated, as it has fewer bytes than its header announces: copy or download it again.", exception);

    private static BadFileException Damaged(string path, Exception? exception) =>
        new($"{path} is a damaged or truncated gzip file: copy or download it again.", exception);
}
