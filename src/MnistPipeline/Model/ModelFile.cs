using System.IO.Compression;
using MnistPipeline.Model.Onnx;
using MnistPipeline.Model.TensorFlow;

namespace MnistPipeline.Model;

/// <summary>A trained network read back from the zip that ML.NET saved, or from the ONNX file or the TensorFlow graph alone.</summary>
public static class ModelFile
{
    // Where ML.NET's transformers keep the file that they compute: in entries of these names, behind four bytes that tell its length.
    private const string OnnxEntry = "OnnxModel";
    private const string TensorFlowEntry = "TFModel";

    // How a GraphDef begins, with its first node; an ONNX file begins with its version.
    private const byte FirstNode = 0x0A;

    /// <summary>The network of a file.</summary>
    /// <param name="path">A model.zip or model.onnx.</param>
    /// <exception cref="BadInputException">The file cannot be read, is damaged or holds something else.</exception>
    public static TrainedModel Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        InputFile.CheckPath(path);
        try
        {
            using var stream = File.OpenRead(path);
            return Load(stream, path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadFileException($"{path} does not exist: give the model.zip or model.onnx of a training run.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadFileException($"{path} cannot be read ({error.Message.TrimEnd('.')}): give the model.zip or model.onnx of a training run.", error);
        }
    }

    /// <summary>A network that the library brings along.</summary>
    /// <param name="name">The file's name, such as <c>default.onnx</c>.</param>
    internal static TrainedModel LoadEmbedded(string name)
    {
        using var file = typeof(ModelFile).Assembly.GetManifestResourceStream(name)!;
        return Load(file, name);
    }

    /// <summary>The network of a stream, read from where it stands.</summary>
    /// <param name="stream">A zip or an ONNX file.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="BadInputException">The stream is damaged or holds something else.</exception>
    public static TrainedModel Load(Stream stream, string name = "The model")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        if (!stream.CanSeek)
        {
            // A zip's table of contents is at its end.
            stream = InputFile.ReadToEnd(stream, name);
        }

        var start = stream.Position;
        var first = stream.ReadByte();
        var isZip = first == 'P' && stream.ReadByte() == 'K';
        stream.Position = start;
        return isZip ? ReadZip(stream, name) : first == FirstNode ? FrozenGraph.Load(stream, name) : LeNet5Onnx.Load(stream, name);
    }

    /// <summary>Whether a file is a zip whose network TensorFlow computes.</summary>
    internal static bool IsTensorFlowZip(string path)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return zip.Entries.Any(entry => entry.Name == TensorFlowEntry);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static TrainedModel ReadZip(Stream stream, string name)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            var entry = zip.Entries.FirstOrDefault(entry => entry.Name is OnnxEntry or TensorFlowEntry)
                ?? throw new BadFileException($"{name} holds no network of this library: give the model.zip of a training run.");
            _ = CheckedUnpackedLength(zip, name);
            using var content = new MemoryStream(Network(entry));
            return entry.Name == OnnxEntry ? LeNet5Onnx.Load(content, name) : FrozenGraph.Load(content, name);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new BadFileException($"{name} is a damaged zip: copy it again, or give another model.zip.", error);
        }
    }

    /// <summary>How many bytes a zip unpacks to, told before it is unpacked.</summary>
    /// <exception cref="BadFileException">More than any network needs.</exception>
    internal static long CheckedUnpackedLength(ZipArchive zip, string name)
    {
        var length = zip.Entries.Sum(entry => entry.Length);
        if (length > InputFile.MaxUntoldLength)
        {
            throw new BadFileException($"{name} unpacks to {length:N0} bytes, and a network has at most {InputFile.MaxUntoldLength:N0}: give the model.zip of a training run.");
        }

        return length;
    }

    /// <summary>Unpacks a zip whose length was checked, to see whether it is whole: ML.NET does not look at its checksums.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal static void CheckContents(ZipArchive zip)
    {
        foreach (var entry in zip.Entries)
        {
            _ = Content(entry);
        }
    }

    private static byte[] Network(ZipArchiveEntry entry)
    {
        var bytes = Content(entry);
        var isWhole = bytes.Length >= sizeof(int) && BitConverter.ToInt32(bytes) == bytes.Length - sizeof(int);
        return isWhole ? bytes[sizeof(int)..] : throw new InvalidDataException("The length is not the network's.");
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var packed = entry.Open();
        var bytes = new byte[checked((int)entry.Length)];
        packed.ReadExactly(bytes);
        return Checksum(bytes) == entry.Crc32 ? bytes : throw new InvalidDataException("The checksum is not the content's.");
    }

    // CRC-32 of the zip format, bit by bit: .NET does not check it.
    private static uint Checksum(byte[] bytes)
    {
        var remainder = uint.MaxValue;
        foreach (var value in bytes)
        {
            remainder ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                remainder = remainder >> 1 ^ (0xEDB88320 & (uint)-(int)(remainder & 1));
            }
        }

        return ~remainder;
    }
}
