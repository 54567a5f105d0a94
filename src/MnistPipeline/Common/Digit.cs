namespace MnistPipeline;

/// <summary>What a digit is once it is read: 28x28 bytes, row by row, 0 background, 255 ink.</summary>
internal static class Digit
{
    /// <summary>Rows, and columns.</summary>
    public const int Size = 28;

    /// <summary>Pixels: 784.</summary>
    public const int Pixels = Size * Size;
}
