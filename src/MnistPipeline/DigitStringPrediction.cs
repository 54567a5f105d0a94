namespace MnistPipeline;

/// <summary>What a <see cref="DigitStringReader"/> read in a picture.</summary>
public sealed class DigitStringPrediction
{
    internal DigitStringPrediction(string text, float confidence, string runnerUp, float runnerUpConfidence, IReadOnlyList<ReadDigit> digits) =>
        (Text, Confidence, RunnerUp, RunnerUpConfidence, Digits) = (text, confidence, runnerUp, runnerUpConfidence, digits);

    /// <summary>The digits, with the separators of a pattern; empty where there are none, or none that are allowed.</summary>
    public string Text { get; }

    /// <summary>How sure that is: 0 to 1.</summary>
    public float Confidence { get; }

    /// <summary>The next likely text; empty where that is none, or nothing else was found.</summary>
    public string RunnerUp { get; }

    /// <summary>How sure that is: 0 to 1.</summary>
    public float RunnerUpConfidence { get; }

    /// <summary>The digits one by one, from left to right.</summary>
    public IReadOnlyList<ReadDigit> Digits { get; }
}
