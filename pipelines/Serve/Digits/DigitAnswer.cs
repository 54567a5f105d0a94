namespace MnistPipeline.Serve.Digits;

/// <summary>What a picture was read as; the JSON of an answer.</summary>
/// <param name="Digit">The name of the likeliest class.</param>
/// <param name="Confidence">Its probability, 0 to 1.</param>
/// <param name="Scores">The probability of each class under its name, in the order of the model.</param>
internal sealed record DigitAnswer(string Digit, float Confidence, OrderedDictionary<string, float> Scores);
