namespace MnistPipeline.Serve.Numbers;

/// <summary>What a picture of a row of digits was read as; the JSON of an answer.</summary>
/// <param name="Text">The digits; empty where the picture shows none.</param>
/// <param name="Confidence">How sure the whole text is, 0 to 1.</param>
/// <param name="Digits">Each digit of the text.</param>
internal sealed record NumberAnswer(string Text, float Confidence, IReadOnlyList<NumberDigit> Digits)
{
    /// <summary>The answer that a model gave.</summary>
    public static NumberAnswer Of(NumberPrediction prediction) => new(
        prediction.Text[0],
        prediction.Confidence[0],
        [.. prediction.Digits.Zip(prediction.DigitScores, (digit, score) => new NumberDigit(digit, score)).TakeWhile(digit => digit.Digit.Length > 0)]);
}

/// <summary>A digit of a text.</summary>
/// <param name="Digit">Its name.</param>
/// <param name="Confidence">How sure it is, 0 to 1.</param>
internal sealed record NumberDigit(string Digit, float Confidence);
