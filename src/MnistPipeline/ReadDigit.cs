namespace MnistPipeline;

/// <summary>One digit of a string.</summary>
public sealed class ReadDigit
{
    internal ReadDigit(string digit, float confidence, DigitBox box) => (Digit, Confidence, Box) = (digit, confidence, box);

    /// <summary>0 to 9.</summary>
    public string Digit { get; }

    /// <summary>How sure it is, whatever the others are: 0 to 1.</summary>
    public float Confidence { get; }

    /// <summary>Where its ink is.</summary>
    public DigitBox Box { get; }
}

/// <summary>A rectangle of a picture, in pixels from its upper left corner.</summary>
/// <param name="Left">Its left edge.</param>
/// <param name="Top">Its upper edge.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
public readonly record struct DigitBox(float Left, float Top, float Width, float Height);
