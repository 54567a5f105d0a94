namespace MnistPipeline.Evaluation;

/// <summary>One digit that was answered wrong.</summary>
/// <param name="Index">Its position among the digits that were scored.</param>
/// <param name="Truth">The index of its class.</param>
/// <param name="Answer">The index of the class that was answered.</param>
/// <param name="Confidence">The probability of the wrong answer: 0 to 1.</param>
public sealed record Mistake(int Index, int Truth, int Answer, double Confidence);
