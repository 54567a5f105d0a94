using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using MnistPipeline.Engines;

namespace MnistPipeline.Training;

/// <summary>
/// A checkpoint as a file. Little-endian: the letters LENET5CP, the format's version, the length of a JSON header and the header
/// (UTF-8), six vectors each as its length and its floats (parameters, first moment, second moment, average, losses of the digits, best parameters),
/// and the SHA-256 of all before.
/// </summary>
internal static class CheckpointFile
{
    private const int Version = 3;

    private static ReadOnlySpan<byte> Magic => "LENET5CP"u8;

    /// <summary>Writes a checkpoint, so that a kill at any moment leaves the old or the new one.</summary>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Write(string path, Checkpoint checkpoint)
    {
        var header = new Header(checkpoint.Options, checkpoint.DigitsHash, checkpoint.History, checkpoint.State.Steps);
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            var headerBytes = Encoding.UTF8.GetBytes(JsonFile.ToText(header, TrainingJson.Settings.Header));
            writer.Write(Magic);
            writer.Write(Version);
            writer.Write(headerBytes.Length);
            writer.Write(headerBytes);
            WriteVector(writer, checkpoint.State.Parameters);
            WriteVector(writer, checkpoint.State.FirstMoment);
            WriteVector(writer, checkpoint.State.SecondMoment);
            WriteVector(writer, checkpoint.State.Average);
            WriteVector(writer, checkpoint.DigitLosses);
            WriteVector(writer, checkpoint.BestParameters);
        }

        var bytes = content.GetBuffer().AsSpan(0, (int)content.Length).ToArray();
        var hash = SHA256.HashData(bytes);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(bytes);
            stream.Write(hash);
        });
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="BadInputException">The file cannot be read, is damaged, or is of another version.</exception>
    public static Checkpoint Load(string path)
    {
        var bytes = ReadBytes(path);
        if (bytes.Length < Magic.Length + SHA256.HashSizeInBytes || !bytes.AsSpan().StartsWith(Magic))
        {
            throw new BadFileException($"'{path}' is not a checkpoint: remove it to train from the start.");
        }

        var content = bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes);
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(content.Length)))
        {
            throw new BadFileException($"The checkpoint '{path}' is damaged: remove it to train from the start.");
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, Magic.Length, content.Length - Magic.Length));
        try
        {
            return Read(reader, path);
        }
        catch (Exception exception) when (exception is EndOfStreamException or InvalidDataException)
        {
            throw new BadFileException($"The checkpoint '{path}' is no whole one: remove it to train from the start.", exception);
        }
    }

    private static Checkpoint Read(BinaryReader reader, string path)
    {
        if (reader.ReadInt32() is var version && version != Version)
        {
            throw new BadFileException($"The checkpoint '{path}' has format {version}, not {Version}: remove it to train from the start.");
        }

        var header = JsonFile.FromText(Encoding.UTF8.GetString(reader.ReadBytes(ReadLength(reader, sizeof(byte)))), path, TrainingJson.Settings.Header);
        var state = new EngineState
        {
            Parameters = ReadVector(reader),
            FirstMoment = ReadVector(reader),
            SecondMoment = ReadVector(reader),
            Average = ReadVector(reader),
            Steps = header.Steps,
        };
        var checkpoint = new Checkpoint
        {
            Options = header.Options,
            DigitsHash = header.DigitsHash,
            History = header.History,
            State = state,
            DigitLosses = ReadVector(reader),
            BestParameters = ReadVector(reader),
        };
        return checkpoint.IsSound && reader.BaseStream.Position == reader.BaseStream.Length ? checkpoint : throw new InvalidDataException("Its parts do not fit together.");
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BadFileException($"The checkpoint '{path}' cannot be read ({exception.Message.TrimEnd('.')}): give a run folder that holds one.", exception);
        }
    }

    private static void WriteVector(BinaryWriter writer, float[] vector)
    {
        writer.Write(vector.Length);
        writer.Write(MemoryMarshal.AsBytes(vector.AsSpan()));
    }

    private static float[] ReadVector(BinaryReader reader)
    {
        var vector = new float[ReadLength(reader, sizeof(float))];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(vector.AsSpan()));
        return vector;
    }

    // What is announced is there before memory is asked for.
    private static int ReadLength(BinaryReader reader, int size)
    {
        var length = reader.ReadInt32();
        return length >= 0 && length <= (reader.BaseStream.Length - reader.BaseStream.Position) / size ? length : throw new EndOfStreamException();
    }

    internal sealed record Header(TrainingOptions Options, string DigitsHash, IReadOnlyList<EpochMetrics> History, int Steps);
}
