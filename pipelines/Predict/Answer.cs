using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MnistPipeline.Stages.Predict;

/// <summary>What one picture was read as, in the forms of the output.</summary>
/// <param name="Path">The picture.</param>
/// <param name="Prediction">What it shows.</param>
/// <param name="IsRejected">Whether that is too uncertain, so that a person must read it.</param>
/// <param name="Problem">One sentence that says why it could not be read; null where it was.</param>
internal sealed record Answer(string Path, DigitPrediction Prediction, bool IsRejected, string? Problem = null)
{
    /// <summary>The first line of a CSV file.</summary>
    public const string CsvHeader = "path,digit,confidence,guess,runnerUp,runnerUpConfidence,rejected";

    /// <summary>The first line of Kaggle's form.</summary>
    public const string SubmissionHeader = "ImageId,Label";

    private const string Rejected = "?";

    private const string NoDigit = "-";

    private static readonly JsonSerializerOptions JsonSettings = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private string Digit => !Prediction.IsDigit ? NoDigit : IsRejected ? Rejected : Prediction.Digit;

    /// <summary>A line for people: the digit, ? where it is rejected or - where there is none, and its confidence, in brackets what else it may be.</summary>
    public string ToText()
    {
        var others = $"{Prediction.RunnerUp} {Percent(Prediction.RunnerUpConfidence)}";
        return IsRejected || !Prediction.IsDigit
            ? $"{Path}  {Digit}  {Percent(Prediction.Confidence)}  ({Prediction.Digit} {Percent(Prediction.Confidence)}, {others})"
            : $"{Path}  {Digit}  {Percent(Prediction.Confidence)}  ({others})";
    }

    /// <summary>A line of a CSV file as RFC 4180 has it, under <see cref="CsvHeader"/>.</summary>
    public string ToCsv() => string.Join(
        ',',
        Quoted(Path),
        Quoted(Digit),
        Number(Prediction.Confidence),
        Quoted(Prediction.Digit),
        Quoted(Prediction.RunnerUp),
        Number(Prediction.RunnerUpConfidence),
        IsRejected ? "true" : "false");

    /// <summary>A line of Kaggle's form, which has a digit for each picture, however unsure.</summary>
    /// <param name="number">The number of the picture, from 1.</param>
    public string ToSubmission(int number) => $"{number},{Prediction.Digit}";

    /// <summary>An object on one line.</summary>
    public string ToJson() => new JsonObject
    {
        ["path"] = Path,
        ["digit"] = Digit,
        ["confidence"] = Prediction.Confidence,
        ["guess"] = Prediction.Digit,
        ["runnerUp"] = Prediction.RunnerUp,
        ["runnerUpConfidence"] = Prediction.RunnerUpConfidence,
        ["rejected"] = IsRejected,
    }.ToJsonString(JsonSettings);

    private static string Percent(float share) => (100 * share).ToString("F2", CultureInfo.InvariantCulture) + " %";

    private static string Number(float number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
