namespace MnistPipeline.Data;

/// <summary>The numbers that black and white have in data, which are told by the least and the greatest of all pixels.</summary>
/// <param name="Black">The number of black.</param>
/// <param name="White">The number of white.</param>
internal sealed record PixelScale(float Black, float White)
{
    /// <summary>What sums and roundings of other programs leave, as a share of the range: 1.0001 is 1.</summary>
    private const float Tolerance = 0.001f;

    /// <summary>In a picture of bytes something is at least so light, or else it is on a scale that nobody told.</summary>
    private const float LeastWhite = 32;

    /// <summary>The scale of bytes.</summary>
    public static PixelScale Bytes { get; } = new(0, 255);

    /// <summary>The scale of shares.</summary>
    public static PixelScale Unit { get; } = new(0, 1);

    private static PixelScale Signed { get; } = new(-1, 1);

    private static PixelScale Sixteen { get; } = new(0, 16);

    /// <summary>The scale, or null where it is none that is known.</summary>
    /// <param name="least">The least of all pixels.</param>
    /// <param name="greatest">The greatest of all pixels.</param>
    /// <param name="pixels">The pixels of a picture: those of 8x8 come as counts of 0 to 16.</param>
    public static PixelScale? Of(float least, float greatest, int pixels = Digit.Pixels)
    {
        PixelScale[] scales = pixels == 64 ? [Unit, Signed, Sixteen, Bytes] : [Unit, Signed, Bytes];
        var scale = Array.Find(scales, scale => scale.Holds(least) && scale.Holds(greatest));
        return scale == Bytes && greatest < LeastWhite ? null : scale;
    }

    /// <summary>Tells of a file's scale, unless it is that of bytes.</summary>
    public void Note(string path, DigitSourceOptions options)
    {
        if (this != Bytes)
        {
            options.Note($"{path}: its pixels were taken to go from {this}.");
        }
    }

    /// <summary>A pixel as a byte.</summary>
    public byte ToByte(float pixel) => (byte)Math.Clamp(MathF.Round((pixel - Black) * (byte.MaxValue / (White - Black))), 0, byte.MaxValue);

    /// <summary>The scale in words.</summary>
    public override string ToString() => $"{Black:0} to {White:0}";

    // False of what is no number.
    private bool Holds(float pixel) => pixel >= Black - Tolerance * (White - Black) && pixel <= White + Tolerance * (White - Black);
}
