namespace MnistPipeline.Reading;

/// <summary>Pixels of three colours and an opacity by which they are multiplied, four bytes each, and their grey.</summary>
internal static class ColouredPixels
{
    /// <summary>The weight of red in grey, in 256ths (Rec. 601, rounded so that sums are exact).</summary>
    public const int RedWeight = 77;

    /// <summary>The weight of green in grey, in 256ths.</summary>
    public const int GreenWeight = 150;

    /// <summary>The weight of blue in grey, in 256ths.</summary>
    public const int BlueWeight = 29;

    /// <summary>Gives the grey of each pixel, what is transparent laid on black.</summary>
    /// <returns>Whether what the pixels show is dark on the whole.</returns>
    public static bool Weigh(ReadOnlySpan<byte> colours, bool isBgra, Span<byte> grey)
    {
        var (red, blue) = isBgra ? (2, 0) : (0, 2);
        var (greySum, alphaSum) = (0L, 0L);
        for (var pixel = 0; pixel < grey.Length; pixel++)
        {
            var colour = colours.Slice(4 * pixel, 4);
            grey[pixel] = (byte)((RedWeight * colour[red] + GreenWeight * colour[1] + BlueWeight * colour[blue] + 128) >> 8);
            greySum += grey[pixel];
            alphaSum += colour[3];
        }

        return 2 * greySum < alphaSum;
    }

    /// <summary>Lays what is transparent on white, after <see cref="Weigh"/> has laid it on black.</summary>
    public static void LayOnWhite(ReadOnlySpan<byte> colours, Span<byte> grey)
    {
        for (var pixel = 0; pixel < grey.Length; pixel++)
        {
            grey[pixel] = (byte)Math.Min(byte.MaxValue, grey[pixel] + byte.MaxValue - colours[4 * pixel + 3]);
        }
    }
}
