using System.Text.Json.Nodes;

namespace MnistPipeline.Stages.Predict;

/// <summary>What one picture was read as, in the forms of the output.</summary>
/// <param name="Path">The picture.</param>
/// <param name="Prediction">What it shows.</param>
/// <param name="IsRejected">Whether that is too uncertain, so that a person must read it.</param>
/// <param name="Problem">One sentence that says why it could not be read; null where it was.</param>
internal sealed record Answer(string Path, DigitPrediction Prediction, bool IsRejected, string? Problem = null) : IAnswer
{
    /// <summary>The first line of a CSV file.</summary>
    public const string CsvHeader = "path,digit,confidence,guess,runnerUp,runnerUpConfidence,rejected";

    /// <summary>The first line of Kaggle's form.</summary>
    public const string SubmissionHeader = "ImageId,Label";

    /// <inheritdoc/>
    public bool ShowsDigits => Prediction.IsDigit;

    private string Digit => !Prediction.IsDigit ? AnswerText.NoDigit : IsRejected ? AnswerText.Rejected : Prediction.Digit;

    /// <summary>Reads a picture.</summary>
    public static Answer To(Picture picture, DigitReader reader, float minConfidence, CancellationToken cancellation)
    {
        try
        {
            using var image = picture.Load(cancellation);
            var prediction = reader.Read(image);
            return new Answer(picture.Path, prediction, !(prediction.Confidence >= minConfidence) || (minConfidence > 0 && !prediction.IsDigit));
        }
        catch (BadInputException problem)
        {
            return new Answer(picture.Path, default, IsRejected: false, problem.Message);
        }
    }

    /// <summary>A line for people: the digit, ? where it is rejected or - where there is none, and its confidence, in brackets what else it may be.</summary>
    public string ToText()
    {
        var others = $"{Prediction.RunnerUp} {AnswerText.Percent(Prediction.RunnerUpConfidence)}";
        return IsRejected || !Prediction.IsDigit
            ? $"{Path}  {Digit}  {AnswerText.Percent(Prediction.Confidence)}  ({Prediction.Digit} {AnswerText.Percent(Prediction.Confidence)}, {others})"
            : $"{Path}  {Digit}  {AnswerText.Percent(Prediction.Confidence)}  ({others})";
    }

    /// <summary>A line of a CSV file as RFC 4180 has it, under <see cref="CsvHeader"/>.</summary>
    public string ToCsv() => string.Join(
        ',',
        AnswerText.Quoted(Path),
        AnswerText.Quoted(Digit),
        AnswerText.Number(Prediction.Confidence),
        AnswerText.Quoted(Prediction.Digit),
        AnswerText.Quoted(Prediction.RunnerUp),
        AnswerText.Number(Prediction.RunnerUpConfidence),
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
    }.ToJsonString(AnswerText.Json);
}
