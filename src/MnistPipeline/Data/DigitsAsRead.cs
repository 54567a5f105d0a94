using MnistPipeline.Reading;

namespace MnistPipeline.Data;

/// <summary>
/// Digits whose pixels are as <see cref="DigitReading"/> gives them, which is how the network meets digits in use: a type of its own, so that
/// digits as published do not take their place.
/// </summary>
internal sealed record DigitsAsRead(DigitSet Digits);
