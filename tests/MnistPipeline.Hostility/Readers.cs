using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.Data;
using MnistPipeline.Data;
using MnistPipeline.Data.Idx;
using MnistPipeline.Data.Strings;
using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;
using MnistPipeline.Model.TensorFlow;
using MnistPipeline.Reading;
using MnistPipeline.Reading.Rows;
using MnistPipeline.Stages;
using MnistPipeline.Training;
using SkiaSharp;

namespace MnistPipeline.Hostility;

/// <summary>What the library reads itself.</summary>
internal static class Readers
{
    /// <summary>The shape of a network whose files are small.</summary>
    public static LeNet5Architecture Small { get; } = new() { C1Kernels = 2, C3Kernels = 2, C5Neurons = 3, F6Neurons = 3 };

    /// <summary>What a network tells that knows the digits' classes.</summary>
    public static ModelMetadata Metadata(DigitSet digits) => new() { Classes = digits.Classes, TrainingOptions = new TrainingOptions().ToJson() };

    /// <summary>The readers, with contents made from a few digits.</summary>
    /// <param name="digits">The digits.</param>
    public static IReadOnlyList<Reader> From(DigitSet digits)
    {
        var parameters = LeNet5Parameters.Initialize(Small, seed: 1);
        var metadata = Metadata(digits);
        var network = new TrainedModel(parameters, metadata, DigitInput.Pixels);
        byte[][] onnx = [LeNet5Onnx.Write(parameters, metadata, DigitInput.Pixels, "Input", 1)];
        byte[][] pictures = [.. new[] { SKEncodedImageFormat.Png, SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Webp }.SelectMany(format => Pictures(digits, format)), .. Bitmaps(digits)];
        byte[][] options = [Encoding.UTF8.GetBytes(JsonFile.ToText(new RunOptions { Data = "data" }, StageJson.Settings.RunOptions))];
        return
        [
            new("picture", ".png", pictures, ReadPicture),
            new("idx-images", ".idx", [Sample.Images(digits, 4)], (content, path) => IdxFile.ReadImages(path, content)),
            new("idx-labels", ".idx", [Sample.Labels(digits, 4)], (content, path) => IdxFile.ReadLabels(path, content)),
            new("csv", ".csv", [.. Tables(digits)], (_, path) => DigitSource.Open(path, seed: 1)),
            new("strings", ".csv", ["file,text\na.png,12.50\nb.png,7\n"u8.ToArray()], (_, path) => StringTable.Read(path)),
            new("model", ".onnx", [.. onnx, ZipReaders.Write(network), FrozenGraph.Write(network, "Input", 1)], ReadModel),
            new("forged-model", ".onnx", onnx, ReadModel) { Sign = SignModel },
            new("checkpoint", ".bin", [Checkpoint()], (_, path) => CheckpointFile.Load(path)) { Sign = SignCheckpoint },
            new("options", ".json", options, (_, path) => JsonFile.Load(path, StageJson.Settings.RunOptions, new RunOptions()).Checked()),
            new("pattern", ".txt", ["d{1,6},dd"u8.ToArray(), "dd.dd.dddd"u8.ToArray()], (content, _) => ReadPattern(Encoding.UTF8.GetString(content))),
        ];
    }

    /// <summary>A digit as a PNG.</summary>
    public static byte[] Png(DigitSet digits, int index) => Picture(digits, index, SKEncodedImageFormat.Png);

    private static void ReadPicture(byte[] content, string path)
    {
        using var picture = PictureFile.Decode(content, path);

        // Reading takes its time, and how large pictures are does not matter to it.
        if ((long)picture.Width * picture.Height < 100_000)
        {
            DigitReading.Read(picture, new byte[Digit.Pixels]);
            _ = RowReading.Read(picture);
        }
    }

    private static void ReadModel(byte[] content, string path)
    {
        var model = ModelFile.Load(new MemoryStream(content), path);
        using var reader = DigitReader.Open(new MemoryStream(content), path);
        var prediction = reader.ReadPixels(new byte[Digit.Pixels]);
        if (!float.IsFinite(prediction.Confidence) || model.Metadata.Classes.Contains(null!))
        {
            throw new InvalidDataException("It is read, and answers with what is no number.");
        }

        _ = reader.RejectBelow;
    }

    private static void ReadPattern(string pattern)
    {
        using var picture = GreyPicture.Create(new byte[Digit.Pixels], Digit.Size, Digit.Size);
        _ = DigitStringReader.Default.Read(picture, new DigitStringOptions { Pattern = pattern });
    }

    // What follows the key of the checksum is the checksum of what stands before it.
    private static byte[] SignModel(byte[] content)
    {
        const int Length = 2 * SHA256.HashSizeInBytes;
        if (content.Length > Length)
        {
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(content.AsSpan(0, content.Length - Length)))).CopyTo(content, content.Length - Length);
        }

        return content;
    }

    private static byte[] SignCheckpoint(byte[] content)
    {
        var body = content.AsSpan(0, Math.Max(0, content.Length - SHA256.HashSizeInBytes));
        return [.. body, .. SHA256.HashData(body)];
    }

    private static byte[] Checkpoint()
    {
        var path = Path.GetTempFileName();
        try
        {
            var epoch = new EpochMetrics
            {
                Epoch = 1,
                Epochs = 2,
                LearningRate = 0.01f,
                TrainLoss = 1,
                ValidationLoss = 1,
                ValidationAccuracy = 0.5,
                ImagesPerSecond = 1,
                Seconds = 1,
                IsBest = true,
            };
            CheckpointFile.Write(path, new Checkpoint
            {
                Options = new TrainingOptions(),
                DigitsHash = "0123abcd",
                History = [epoch],
                State = new() { Parameters = [1, -2.5f, 1e-30f], FirstMoment = [4, 5, 6], SecondMoment = [], Average = [0.1f, 0.2f, 0.3f], Steps = 77 },
                DigitLosses = [0.5f, 0],
                BestParameters = [7, 8, 9],
            });
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IEnumerable<byte[]> Tables(DigitSet digits)
    {
        foreach (var header in new[] { "", string.Join(',', Enumerable.Range(0, Digit.Pixels).Select(pixel => $"pixel{pixel}").Prepend("label")) + "\n" })
        {
            yield return Encoding.UTF8.GetBytes(header + string.Concat(Enumerable.Range(0, 12).Select(index =>
                $"{digits.Classes[digits.Labels[index]]},{string.Join(',', digits.PixelsOf(index).ToArray())}\n")));
        }
    }

    private static IEnumerable<byte[]> Pictures(DigitSet digits, SKEncodedImageFormat format) => Enumerable.Range(0, 3).Select(index => Picture(digits, index, format));

    private static byte[] Picture(DigitSet digits, int index, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(Digit.Size, Digit.Size, SKColorType.Gray8, SKAlphaType.Opaque);
        digits.PixelsOf(index).CopyTo(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(bitmap.GetPixelSpan()), Digit.Pixels));
        using var file = bitmap.Encode(format, 90);
        return file.ToArray();
    }

    // Skia writes neither of them: a BMP of 8x8 grey pixels, a GIF of 2x2.
    private static IEnumerable<byte[]> Bitmaps(DigitSet digits)
    {
        byte[] header = [.. "BM"u8, 54, 1, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0, 0, 1, 0, 24, 0, 0, 0, 0, 0, 192, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        yield return [.. header, .. digits.Pixels.AsSpan(300, 192)];
        yield return [.. "GIF89a"u8, 2, 0, 2, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2C, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, 3, 0x44, 0x02, 0x05, 0, 0x3B];
    }
}
