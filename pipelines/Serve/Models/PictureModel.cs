using System.IO.Compression;
using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;
using MnistPipeline.Serve.Start;

namespace MnistPipeline.Serve.Models;

/// <summary>A model.zip in memory that reads pictures, and how a pool makes prediction engines of it.</summary>
/// <typeparam name="TPrediction">What it gives.</typeparam>
internal sealed class PictureModel<TPrediction> : PooledObjectPolicy<PredictionEngine<Picture, TPrediction>>, IDisposable
    where TPrediction : class, new()
{
    // Where ML.NET's transformer for TensorFlow keeps its graph.
    private const string TensorFlowEntry = "TFModel";

    private const long MaxUnpackedBytes = 1 << 28;
    private const long UsualBytes = 2_000_000;

    // An engine that ends would end the model too, and with it all other engines.
    private static readonly PredictionEngineOptions SharingModel = new() { OwnsTransformer = false };

    private readonly MLContext _mlContext;
    private readonly ITransformer _transformer;

    private PictureModel(MLContext mlContext, ITransformer transformer)
    {
        (_mlContext, _transformer) = (mlContext, transformer);
        try
        {
            using var engine = Create();
            Outputs = engine.OutputSchema;

            // An engine leaves what is missing as it is, in silence.
            var missing = typeof(TPrediction).GetProperties().FirstOrDefault(member => Outputs.GetColumnOrNull(member.Name) is null);
            if (missing is not null)
            {
                throw new InvalidDataException($"There is no column {missing.Name}.");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The columns that it gives.</summary>
    public DataViewSchema Outputs { get; }

    /// <summary>Loads a zip.</summary>
    /// <param name="path">The zip.</param>
    /// <param name="option">The option that named it.</param>
    /// <param name="wanted">What the message asks for where it is another.</param>
    /// <exception cref="BadStartException">It is missing, damaged, or no such model.</exception>
    public static PictureModel<TPrediction> Load(string path, string option, string wanted)
    {
        if (!File.Exists(path))
        {
            throw new BadStartException($"The model {path} does not exist: check {option}.");
        }

        OnnxRuntimeEnvironment.Prepare();
        try
        {
            // Of what is no zip at all ML.NET leaves a temporary folder, and it would unpack whatever is there.
            using (var zip = ZipFile.OpenRead(path))
            {
                if (zip.Entries.Any(entry => entry.Name == TensorFlowEntry))
                {
                    throw new BadStartException($"{path} is computed by TensorFlow, which this service is without: give {wanted}, made with --zip onnx.");
                }

                if (zip.Entries.Sum(entry => entry.Length) > MaxUnpackedBytes)
                {
                    throw new BadStartException($"{path} unpacks to more than {MaxUnpackedBytes:N0} bytes, which no model does: give {wanted}.");
                }
            }

            CheckTemporaryFolder();
            var mlContext = new MLContext();
            return new PictureModel<TPrediction>(mlContext, mlContext.Model.Load(path, out _));
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or BadStartException))
        {
            // What ML.NET throws at a damaged or foreign file depends on where it stumbles.
            throw new BadStartException($"{path} is damaged or no model for {option}: give {wanted}.", exception);
        }
    }

    // ML.NET unpacks the network there.
    private static void CheckTemporaryFolder()
    {
        try
        {
            var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, PreallocationSize = UsualBytes, Options = FileOptions.DeleteOnClose }).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadStartException($"The model cannot be unpacked in the temporary folder {Path.GetTempPath()} ({exception.Message.TrimEnd('.')}): free {UsualBytes:N0} bytes there, or set TMPDIR to another folder.", exception);
        }
    }

    /// <summary>A new engine; all of them share the model.</summary>
    public override PredictionEngine<Picture, TPrediction> Create() =>
        _mlContext.Model.CreatePredictionEngine<Picture, TPrediction>(_transformer, SharingModel);

    /// <summary>An engine keeps nothing of what it has read, so each may be used again.</summary>
    public override bool Return(PredictionEngine<Picture, TPrediction> obj) => true;

    /// <summary>Ends the model, and with it ONNX Runtime's session and ML.NET's copy of the network in the temporary folder.</summary>
    public void Dispose() => (_transformer as IDisposable)?.Dispose();
}
