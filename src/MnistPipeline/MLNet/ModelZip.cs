using System.IO.Compression;
using Microsoft.ML;

namespace MnistPipeline;

/// <summary>A chain of transformers as the zip that ML.NET saves, the same byte for byte whenever and wherever it is saved.</summary>
internal static class ModelZip
{
    // The first time that a zip can tell.
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the zip, without the time at which it was, and not packed, since weights hardly get smaller and each packer has its own bits.</summary>
    /// <param name="stream">Where to, from where it stands.</param>
    /// <param name="transformer">The chain.</param>
    public static void Write(Stream stream, ITransformer transformer)
    {
        using var saved = new MemoryStream();
        new MLContext().Model.Save(transformer, inputSchema: null, saved);
        using var from = new ZipArchive(saved, ZipArchiveMode.Read);
        using var to = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var entry in from.Entries)
        {
            var copy = to.CreateEntry(entry.FullName, CompressionLevel.NoCompression);
            copy.LastWriteTime = Time;
            using var content = entry.Open();
            using var target = copy.Open();
            content.CopyTo(target);
        }
    }
}
