using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using MnistPipeline.Model.Onnx.Format;

namespace MnistPipeline.Model.Onnx;

/// <summary>The SHA-256 of a model file in its own metadata, by which damage shows that leaves it readable.</summary>
internal static class Checksum
{
    private const string Key = MetadataProperties.Prefix + "checksum";

    private const int Length = 2 * SHA256.HashSizeInBytes;

    // Earlier versions of the library wrote none.
    private static readonly Version FirstVersion = new(0, 2, 0);

    /// <summary>An ONNX file with the checksum of all that stands before it, which is all else, as protocol buffers write the metadata last.</summary>
    public static byte[] Write(ModelProto model)
    {
        model.MetadataProps.Add(new StringStringEntryProto { Key = Key, Value = new string('0', Length) });
        var content = model.ToByteArray();
        Encoding.ASCII.GetBytes(Of(content.AsSpan(0, content.Length - Length))).CopyTo(content, content.Length - Length);
        return content;
    }

    /// <summary>The checksum of metadata and parameters, for a file of which other programs may change the rest.</summary>
    public static StringStringEntryProto Of(IEnumerable<StringStringEntryProto> properties, LeNet5Parameters parameters)
    {
        var texts = properties.OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => $"{property.Key}={property.Value}\n");
        return new StringStringEntryProto { Key = Key, Value = Of([.. Encoding.UTF8.GetBytes(string.Concat(texts)), .. MemoryMarshal.AsBytes(parameters.Values.AsSpan())]) };
    }

    /// <summary>Refuses an ONNX file that is not as it was written.</summary>
    /// <param name="content">The file.</param>
    /// <param name="model">What it holds.</param>
    /// <param name="metadata">What that tells.</param>
    /// <exception cref="FormatException">It has another checksum than it tells, or none.</exception>
    public static void Check(ReadOnlyMemory<byte> content, ModelProto model, ModelMetadata metadata)
    {
        var told = model.MetadataProps.LastOrDefault(property => property.Key == Key)?.Value;
        Check(told, () => Of(content.Span[..^Length]), metadata);
    }

    /// <summary>Refuses metadata and parameters that are not as they were written.</summary>
    /// <param name="properties">The metadata, with the checksum among them.</param>
    /// <param name="parameters">The network.</param>
    /// <param name="metadata">What the properties tell.</param>
    /// <exception cref="FormatException">They have another checksum than they tell, or none.</exception>
    public static void Check(IEnumerable<StringStringEntryProto> properties, LeNet5Parameters parameters, ModelMetadata metadata)
    {
        var parts = properties.ToLookup(property => property.Key == Key);
        Check(parts[true].LastOrDefault()?.Value, () => Of(parts[false], parameters).Value, metadata);
    }

    private static void Check(string? told, Func<string> checksum, ModelMetadata metadata)
    {
        var hasNone = told is null && Version.TryParse(metadata.LibraryVersion, out var version) && version < FirstVersion;
        if (!hasNone && (told is null || told != checksum()))
        {
            throw new FormatException("Its checksum is not that of what it holds.");
        }
    }

    private static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
