using Microsoft.ML.Data;

namespace MnistPipeline.Stages.Predict;

/// <summary>Reads pictures, be they of digits or of strings.</summary>
/// <param name="csvHeader">The first line of CSV.</param>
/// <param name="read">Reads a picture; called from several threads.</param>
/// <param name="model">What is disposed at the end.</param>
internal sealed class PictureReader(string csvHeader, Func<Picture, CancellationToken, IAnswer> read, IDisposable model) : IDisposable
{
    /// <summary>The first line of CSV.</summary>
    public string CsvHeader => csvHeader;

    /// <summary>Reads single digits.</summary>
    public static PictureReader OfDigits(DigitReader reader, float minConfidence) =>
        new(Answer.CsvHeader, (picture, cancellation) => Answer.To(picture, reader, minConfidence, cancellation), reader);

    /// <summary>Reads strings of digits.</summary>
    public static PictureReader OfStrings(
        DigitStringReader reader, DigitStringOptions options, float minConfidence, Action<Picture, MLImage, DigitStringPrediction>? annotate) =>
        new(StringResult.CsvHeader, (picture, cancellation) => StringResult.To(picture, reader, options, minConfidence, annotate, cancellation), reader);

    /// <summary>Reads a picture.</summary>
    public IAnswer Read(Picture picture, CancellationToken cancellation) => read(picture, cancellation);

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
