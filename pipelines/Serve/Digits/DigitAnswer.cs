namespace MnistPipeline.Serve.Digits;

/// <summary>What a picture was read as; the JSON of an answer.</summary>
/// <param name="Digit">The name of the likeliest class, or - where the picture shows no digit: where no class has a probability of 0.5.</param>
/// <param name="Confidence">The likeliest class's probability, 0 to 1.</param>
/// <param name="Scores">The probability of each class under its name, in the order of the model.</param>
internal sealed record DigitAnswer(string Digit, float Confidence, OrderedDictionary<string, float> Scores);
