namespace MnistPipeline.Data;

/// <summary>The two parts of a data set, which share one list of classes.</summary>
/// <param name="Train">What a network may learn from and be chosen by.</param>
/// <param name="Test">What nothing may be chosen by.</param>
/// <param name="TestIsHeldOut">Whether the test part was taken out of the one part that came; false where it came as a part of its own.</param>
public sealed record DigitParts(DigitSet Train, DigitSet Test, bool TestIsHeldOut);
