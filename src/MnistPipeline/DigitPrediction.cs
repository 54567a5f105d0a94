namespace MnistPipeline;

/// <summary>What a <see cref="DigitReader"/> takes a picture for.</summary>
/// <param name="Digit">The name of the likeliest class.</param>
/// <param name="Confidence">Its probability: 0 to 1.</param>
/// <param name="RunnerUp">The name of the next likely class.</param>
/// <param name="RunnerUpConfidence">Its probability: 0 to 1.</param>
public readonly record struct DigitPrediction(string Digit, float Confidence, string RunnerUp, float RunnerUpConfidence);
