using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MnistPipeline.Data;
using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;

namespace MnistPipeline.Benchmarks;

/// <summary>One digit at a time from picture to scores, by the project's own reader of the model file and by ML.NET's zip.</summary>
internal sealed class DigitRates : IDisposable
{
    private readonly byte[] _grey = new byte[LeNet5Architecture.InputPixels];
    private readonly byte[] _digit = new byte[LeNet5Architecture.InputPixels];
    private readonly float[] _logits;
    private readonly MLImage _picture;
    private readonly IEngine _engine;
    private readonly PredictionEngine<PictureRow, Prediction> _zip;

    public DigitRates(LeNet5Architecture architecture)
    {
        // A ring, so that the reading has paper and ink to tell apart.
        for (var pixel = 0; pixel < _grey.Length; pixel++)
        {
            var distance = Math.Sqrt(Math.Pow(pixel / LeNet5Architecture.InputSize - 14, 2) + Math.Pow(pixel % LeNet5Architecture.InputSize - 14, 2));
            _grey[pixel] = distance is > 6 and < 9 ? byte.MaxValue : (byte)0;
        }

        _picture = GreyPicture.Create(_grey, LeNet5Architecture.InputSize, LeNet5Architecture.InputSize);
        _logits = new float[architecture.Classes];
        var metadata = new ModelMetadata { Classes = [.. Enumerable.Range(0, architecture.Classes).Select(index => $"{index}")] };
        var network = new TrainedModel(LeNet5Parameters.Initialize(architecture, 1), metadata, DigitInput.Picture);
        var file = LeNet5Onnx.Write(network.Parameters, metadata, network.Input, LeNet5Model.InputName, 1);
        var read = LeNet5Onnx.Read(new MemoryStream(file), "model.onnx");
        _engine = CpuEngine.Create(read.Parameters, new OptimizerOptions(), threads: 1);
        var mlContext = new MLContext();
        _zip = mlContext.Model.CreatePredictionEngine<PictureRow, Prediction>(StockTransformers.Build(mlContext, network, nameof(PictureRow.Image), OnnxScoring.Create));
        Measurements = [new("own reader of the file", 1, ReadAndScore), new("zip, PredictionEngine", 1, Predict)];
    }

    public IReadOnlyList<Measurement> Measurements { get; }

    public void Dispose()
    {
        _zip.Dispose();
        _engine.Dispose();
        _picture.Dispose();
    }

    private void ReadAndScore()
    {
        DigitReading.Read(_grey, _digit);
        _engine.Score(_digit, _logits);
    }

    private void Predict() => _ = _zip.Predict(new PictureRow { Image = _picture });

    private sealed class PictureRow
    {
        [ImageType(LeNet5Architecture.InputSize, LeNet5Architecture.InputSize)]
        public MLImage? Image { get; set; }
    }

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];
    }
}
