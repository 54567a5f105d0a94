using Microsoft.ML.Data;
using MnistPipeline.Serve.Models;

namespace MnistPipeline.Serve.Digits;

/// <summary>Reads single digits.</summary>
internal sealed class DigitReading
{
    // Below it an answer is more likely wrong than right; it is what Predict has.
    private const float MinConfidence = 0.5f;

    private const string NoDigit = "-";

    private readonly PictureEngines<DigitPrediction> _engines;

    /// <summary>A reading with a model.</summary>
    public DigitReading(PictureModel<DigitPrediction> model, PictureEngines<DigitPrediction> engines)
    {
        _engines = engines;
        VBuffer<ReadOnlyMemory<char>> names = default;
        model.Outputs[nameof(DigitPrediction.Score)].GetSlotNames(ref names);
        ClassNames = [.. names.DenseValues().Select(name => name.ToString())];
    }

    /// <summary>The classes' names, in the order of the scores.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc cref="PictureEngines{TPrediction}.ReadAsync"/>
    public async Task<DigitAnswer> ReadAsync(PictureWork picture, CancellationToken cancellationToken)
    {
        var prediction = await _engines.ReadAsync(picture, cancellationToken);
        var scores = new OrderedDictionary<string, float>(ClassNames.Zip(prediction.Score, KeyValuePair.Create));
        var confidence = prediction.Score.Max();
        return new DigitAnswer(confidence >= MinConfidence ? prediction.PredictedLabel : NoDigit, confidence, scores);
    }
}
