using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MnistPipeline.Serve.Digits;

/// <summary>
/// Reads pictures for many callers at once. A PredictionEngine serves one caller at a time and is costly to make, so a pool keeps
/// them; as many pictures are read at once as there are cores, and the others wait.
/// </summary>
internal sealed class DigitEngines : IDisposable
{
    // Below it an answer is more likely wrong than right; it is what Predict has.
    private const float MinConfidence = 0.5f;

    private const string NoDigit = "-";

    private readonly DigitModel _model;
    private readonly ObjectPool<PredictionEngine<Picture, Prediction>> _engines;
    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);

    /// <summary>A pool of engines of a model.</summary>
    public DigitEngines(DigitModel model)
    {
        _model = model;
        _engines = new DefaultObjectPoolProvider { MaximumRetained = Environment.ProcessorCount }.Create(model);
    }

    /// <summary>Reads a picture when a core is free. So few are open at once that even large ones fit into memory.</summary>
    /// <param name="open">Opens the picture.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<DigitAnswer> ReadAsync(Func<MLImage> open, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            using var image = open();
            return Read(image);
        }
        finally
        {
            _ = _turns.Release();
        }
    }

    /// <summary>Ends the engines.</summary>
    public void Dispose()
    {
        // A pool of what is disposable is disposable, although its type does not say so.
        (_engines as IDisposable)?.Dispose();
        _turns.Dispose();
    }

    private DigitAnswer Read(MLImage image)
    {
        var engine = _engines.Get();
        try
        {
            var prediction = engine.Predict(new Picture { Image = image });
            var scores = new OrderedDictionary<string, float>(_model.ClassNames.Zip(prediction.Score, KeyValuePair.Create));
            var confidence = prediction.Score.Max();
            return new DigitAnswer(confidence >= MinConfidence ? prediction.PredictedLabel : NoDigit, confidence, scores);
        }
        finally
        {
            _engines.Return(engine);
        }
    }
}
