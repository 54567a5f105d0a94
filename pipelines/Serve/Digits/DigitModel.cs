using System.IO.Compression;
using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;
using Microsoft.ML.Data;
using MnistPipeline.Serve.Start;

namespace MnistPipeline.Serve.Digits;

/// <summary>A model.zip in memory, and how the pool makes prediction engines of it.</summary>
internal sealed class DigitModel : PooledObjectPolicy<PredictionEngine<Picture, Prediction>>, IDisposable
{
    // An engine that ends would end the model too, and with it all other engines.
    private static readonly PredictionEngineOptions SharingModel = new() { OwnsTransformer = false };

    private readonly MLContext _mlContext;
    private readonly ITransformer _transformer;

    private DigitModel(MLContext mlContext, ITransformer transformer)
    {
        (_mlContext, _transformer) = (mlContext, transformer);
        try
        {
            using var engine = Create();
            VBuffer<ReadOnlyMemory<char>> names = default;
            engine.OutputSchema[nameof(Prediction.Score)].GetSlotNames(ref names);
            ClassNames = [.. names.DenseValues().Select(name => name.ToString())];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The classes' names, in the order of the scores.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Loads a zip.</summary>
    /// <exception cref="BadStartException">It is missing, damaged, or no model that reads pictures.</exception>
    public static DigitModel Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new BadStartException($"The model {path} does not exist: check --model.");
        }

        OnnxRuntimeTelemetry.TurnOff();
        try
        {
            // Of what is no zip at all ML.NET leaves a temporary folder.
            ZipFile.OpenRead(path).Dispose();
            var mlContext = new MLContext();
            return new DigitModel(mlContext, mlContext.Model.Load(path, out _));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // What ML.NET throws at a damaged or foreign file depends on where it stumbles.
            throw new BadStartException($"{path} is damaged or no model that reads pictures: give the model.zip of a run of Train.", exception);
        }
    }

    /// <summary>A new engine; all of them share the model.</summary>
    public override PredictionEngine<Picture, Prediction> Create() =>
        _mlContext.Model.CreatePredictionEngine<Picture, Prediction>(_transformer, SharingModel);

    /// <summary>An engine keeps nothing of what it has read, so each may be used again.</summary>
    public override bool Return(PredictionEngine<Picture, Prediction> obj) => true;

    /// <summary>Ends the model, and with it ONNX Runtime's session and ML.NET's copy of the network in the temporary folder.</summary>
    public void Dispose() => (_transformer as IDisposable)?.Dispose();
}
