using System.IO.Compression;
using Microsoft.ML;

namespace MnistPipeline;

/// <summary>Chains of transformers as the zips that ML.NET saves and loads, with nothing left where ML.NET works meanwhile.</summary>
internal static class ModelZip
{
    // Far more than most models have; nothing is written there but for a moment.
    private const long Room = 1 << 23;

    // The first time that a zip can tell.
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The zip as ML.NET saves it.</summary>
    /// <exception cref="BadFileException">There is no room to work in.</exception>
    public static MemoryStream Save(ITransformer transformer) => ScratchFolder.Use(Room, folder =>
    {
        var zip = new MemoryStream();
        new MLContext { TempFilePath = folder }.Model.Save(transformer, inputSchema: null, zip);
        return zip;
    });

    /// <summary>Loads a zip by ML.NET alone.</summary>
    /// <param name="zip">The zip.</param>
    /// <param name="length">How many bytes it unpacks to.</param>
    /// <exception cref="BadFileException">There is no room to unpack it.</exception>
    // A file that is loaded from a zip may be deleted while it is open, but on Windows, where the system deletes it once it is closed.
    public static ITransformer Load(Stream zip, long length) => OperatingSystem.IsWindows()
        ? new MLContext().Model.Load(zip, out _)
        : ScratchFolder.Use(length, folder => new MLContext { TempFilePath = folder }.Model.Load(zip, out _));

    /// <summary>
    /// Writes the zip, the same byte for byte whenever and wherever that is: without the time, and not packed, since weights hardly get smaller and each packer has its
    /// own bits.
    /// </summary>
    /// <param name="stream">Where to, from where it stands.</param>
    /// <param name="transformer">The chain.</param>
    /// <exception cref="BadFileException">There is no room to work in.</exception>
    public static void Write(Stream stream, ITransformer transformer)
    {
        using var saved = Save(transformer);
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
