using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;
using MnistPipeline.Reading;
using SkiaSharp;

namespace MnistPipeline.Benchmarks;

/// <summary>From pictures to probabilities on one core, by the library's reader of the model file and by ML.NET's zip.</summary>
internal sealed class DigitRates : IDisposable
{
    private const int Batch = 1024;

    private readonly byte[] _grey = new byte[Digit.Pixels];
    private readonly byte[] _manyGreys;
    private readonly byte[] _png;
    private readonly DigitPrediction[] _predictions = new DigitPrediction[Batch];
    private readonly float[] _probabilities;
    private readonly MLImage _picture;
    private readonly DigitReader _reader;
    private readonly PredictionEngine<PictureRow, Prediction> _zip;

    public DigitRates(LeNet5Architecture architecture)
    {
        // A ring, so that the reading has paper and ink to tell apart.
        for (var pixel = 0; pixel < _grey.Length; pixel++)
        {
            var distance = Math.Sqrt(Math.Pow(pixel / Digit.Size - 14, 2) + Math.Pow(pixel % Digit.Size - 14, 2));
            _grey[pixel] = distance is > 6 and < 9 ? byte.MaxValue : (byte)0;
        }

        _manyGreys = [.. Enumerable.Repeat(_grey, Batch).SelectMany(pixels => pixels)];
        _probabilities = new float[Batch * architecture.Classes];
        _picture = GreyPicture.Create(_grey, Digit.Size, Digit.Size);
        using var bitmap = new SKBitmap(new SKImageInfo(Digit.Size, Digit.Size, SKColorType.Gray8, SKAlphaType.Opaque));
        Marshal.Copy(_grey, 0, bitmap.GetPixels(), _grey.Length);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        _png = png.ToArray();

        var metadata = new ModelMetadata { Classes = [.. Enumerable.Range(0, architecture.Classes).Select(index => $"{index}")] };
        var network = new TrainedModel(LeNet5Parameters.Initialize(architecture, 1), metadata, DigitInput.Picture);
        var file = LeNet5Onnx.Write(network.Parameters, metadata, network.Input, LeNet5Model.InputName, 1);
        _reader = DigitReader.Open(new MemoryStream(file), "model.onnx");
        var mlContext = new MLContext();
        _zip = mlContext.Model.CreatePredictionEngine<PictureRow, Prediction>(StockTransformers.Build(mlContext, network, nameof(PictureRow.Image), OnnxScoring.Create));
        Measurements =
        [
            new("DigitReader, 28x28 bytes, 1,024 at a time", Batch, () => _reader.ReadPixels(_manyGreys, _predictions, _probabilities)),
            new("DigitReader, 28x28 bytes, one at a time", 1, () => _ = _reader.ReadPixels(_grey)),
            new("DigitReader, MLImage", 1, () => _ = _reader.Read(_picture)),
            new("DigitReader, PNG", 1, () => _ = _reader.ReadFile(_png, "ring.png")),
            new("zip, PredictionEngine, MLImage", 1, Predict),
        ];
    }

    public IReadOnlyList<Measurement> Measurements { get; }

    public void Dispose()
    {
        _zip.Dispose();
        _reader.Dispose();
        _picture.Dispose();
    }

    private void Predict() => _ = _zip.Predict(new PictureRow { Image = _picture });

    private sealed class PictureRow
    {
        [ImageType(Digit.Size, Digit.Size)]
        public MLImage? Image { get; set; }
    }

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];
    }
}
