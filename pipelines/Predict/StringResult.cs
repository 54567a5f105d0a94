using System.Text.Json.Nodes;
using Microsoft.ML.Data;

namespace MnistPipeline.Stages.Predict;

/// <summary>What a picture of a string of digits was read as.</summary>
/// <param name="Path">The picture.</param>
/// <param name="Prediction">What it shows.</param>
/// <param name="IsRejected">Whether that is too uncertain, so that a person must read it.</param>
/// <param name="Problem">One sentence that says why it could not be read; null where it was.</param>
internal sealed record StringResult(string Path, DigitStringPrediction Prediction, bool IsRejected, string? Problem = null) : IAnswer
{
    /// <summary>The first line of a CSV file.</summary>
    public const string CsvHeader = "path,text,confidence,guess,runnerUp,runnerUpConfidence,rejected";

    /// <inheritdoc/>
    public bool ShowsDigits => Prediction.Text.Length > 0;

    private string Text => !ShowsDigits ? AnswerText.NoDigit : IsRejected ? AnswerText.Rejected : Prediction.Text;

    /// <summary>Reads a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="reader">What reads.</param>
    /// <param name="options">What is known of the digits.</param>
    /// <param name="minConfidence">What is less confident is rejected.</param>
    /// <param name="annotate">Takes the picture and what was read in it; null for nobody.</param>
    /// <param name="cancellation">Ends the waiting for standard input.</param>
    public static StringResult To(
        Picture picture, DigitStringReader reader, DigitStringOptions options, float minConfidence, Action<Picture, MLImage, DigitStringPrediction>? annotate,
        CancellationToken cancellation)
    {
        try
        {
            using var image = picture.Load(cancellation);
            var prediction = reader.Read(image, options);
            annotate?.Invoke(picture, image, prediction);
            return new StringResult(picture.Path, prediction, minConfidence > 0 && (!(prediction.Confidence >= minConfidence) || prediction.Text.Length == 0));
        }
        catch (BadInputException problem)
        {
            return new StringResult(picture.Path, new DigitStringPrediction("", 0, "", 0, []), IsRejected: false, problem.Message);
        }
    }

    /// <inheritdoc/>
    public string ToText()
    {
        var others = Prediction.RunnerUp.Length > 0 ? $"{Prediction.RunnerUp} {AnswerText.Percent(Prediction.RunnerUpConfidence)}" : "";
        var guess = IsRejected && ShowsDigits ? $"{Prediction.Text} {AnswerText.Percent(Prediction.Confidence)}" : "";
        var more = string.Join(", ", new[] { guess, others }.Where(part => part.Length > 0));
        return $"{Path}  {Text}  {AnswerText.Percent(Prediction.Confidence)}{(more.Length > 0 ? $"  ({more})" : "")}";
    }

    /// <inheritdoc/>
    public string ToCsv() => string.Join(
        ',',
        AnswerText.Quoted(Path),
        AnswerText.Quoted(Text),
        AnswerText.Number(Prediction.Confidence),
        AnswerText.Quoted(Prediction.Text),
        AnswerText.Quoted(Prediction.RunnerUp),
        AnswerText.Number(Prediction.RunnerUpConfidence),
        IsRejected ? "true" : "false");

    /// <inheritdoc/>
    public string ToSubmission(int number) => $"{number},{Prediction.Text}";

    /// <inheritdoc/>
    public string ToJson() => new JsonObject
    {
        ["path"] = Path,
        ["text"] = Text,
        ["confidence"] = Prediction.Confidence,
        ["guess"] = Prediction.Text,
        ["runnerUp"] = Prediction.RunnerUp,
        ["runnerUpConfidence"] = Prediction.RunnerUpConfidence,
        ["rejected"] = IsRejected,
        ["digits"] = new JsonArray([.. Prediction.Digits.Select(digit => new JsonObject
        {
            ["digit"] = digit.Digit,
            ["confidence"] = digit.Confidence,
            ["left"] = digit.Box.Left,
            ["top"] = digit.Box.Top,
            ["width"] = digit.Box.Width,
            ["height"] = digit.Box.Height,
        })]),
    }.ToJsonString(AnswerText.Json);
}
