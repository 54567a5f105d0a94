namespace MnistPipeline.Model.Strings;

/// <summary>One way to read a row.</summary>
/// <param name="Text">The class of each digit.</param>
/// <param name="LogProbability">The natural logarithm of how likely the steps spell it, in any way.</param>
internal sealed record StringReading(int[] Text, double LogProbability);
