using MnistPipeline.Reading;

namespace MnistPipeline.Data;

/// <summary>
/// Digits whose pixels are as <see cref="DigitReading"/> gives them, which is how the network meets digits in use: a type of its own, so that
/// digits as published do not take their place.
/// </summary>
internal sealed record DigitsAsRead(DigitSet Digits)
{
    /// <summary>Reads digits of 28x28 pixels on all cores.</summary>
    public static DigitsAsRead Of(DigitSet published)
    {
        var read = new byte[published.Pixels.Length];
        ParallelLoop.Run(published.Count, digit => DigitReading.Read(published.PixelsOf(digit), read.AsSpan(digit * Digit.Pixels, Digit.Pixels)));
        return new DigitsAsRead(new DigitSet(published.Name, read, published.Labels, published.Classes));
    }
}
