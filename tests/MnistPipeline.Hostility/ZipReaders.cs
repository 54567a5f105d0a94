using System.IO.Compression;
using Microsoft.ML;
using MnistPipeline.Data;
using MnistPipeline.Model;

namespace MnistPipeline.Hostility;

/// <summary>A model.zip read by ML.NET, as Evaluate does.</summary>
internal static class ZipReaders
{
    /// <summary>The readers.</summary>
    /// <param name="digits">Digits to score.</param>
    public static IReadOnlyList<Reader> From(DigitSet digits)
    {
        var (parameters, metadata) = (LeNet5Parameters.Initialize(Readers.Small, seed: 1), Readers.Metadata(digits));
        byte[][] zips = [Write(new TrainedModel(parameters, metadata, DigitInput.Pixels)), Write(new TrainedModel(parameters, metadata, DigitInput.Picture))];
        var seen = digits.Select(digits.Name, [0, 1]);
        return [new("zip", ".zip", zips, Read), new("forged-zip", ".zip", zips, Read) { Sign = Sign }];

        void Read(byte[] content, string path) => ScoringModel.Open(path).Score(seen, CancellationToken.None);
    }

    /// <summary>A network as a zip.</summary>
    public static byte[] Write(TrainedModel network)
    {
        using var zip = new MemoryStream();
        ModelZip.Write(zip, StockTransformers.Build(new MLContext(), network, network.Input == DigitInput.Picture ? "Image" : "Pixels", OnnxScoring.Create));
        return zip.ToArray();
    }

    // What can still be read of it, in a zip whose checksums are right.
    private static byte[] Sign(byte[] content)
    {
        try
        {
            using var zip = new MemoryStream();
            using (var from = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read))
            using (var to = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (var entry in from.Entries)
                {
                    using var source = entry.Open();
                    using var target = to.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
                    source.CopyTo(target);
                }
            }

            return zip.ToArray();
        }
        catch (Exception error) when (error is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            return content;
        }
    }
}
