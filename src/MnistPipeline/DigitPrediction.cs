namespace MnistPipeline;

/// <summary>What a <see cref="DigitReader"/> takes a picture for.</summary>
/// <param name="Digit">The name of the likeliest class.</param>
/// <param name="Confidence">Its probability: 0 to 1.</param>
/// <param name="RunnerUp">The name of the next likely class.</param>
/// <param name="RunnerUpConfidence">Its probability: 0 to 1.</param>
public readonly record struct DigitPrediction(string Digit, float Confidence, string RunnerUp, float RunnerUpConfidence)
{
    /// <summary>The confidence below which an answer is more likely wrong than right, so that the picture is taken for one of no digit.</summary>
    internal const float MinConfidence = 0.5f;

    /// <summary>
    /// Whether the picture shows a digit: it has ink, and its <see cref="Confidence"/> is 0.5 or more. Where it is false, <see cref="Digit"/>
    /// is what is least unlike it.
    /// </summary>
    public bool IsDigit => Confidence >= MinConfidence && !IsBlank;

    /// <summary>Whether the picture has no ink.</summary>
    internal bool IsBlank { get; init; }
}
