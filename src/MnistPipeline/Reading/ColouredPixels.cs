using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
        var pixels = MemoryMarshal.Cast<byte, uint>(colours)[..grey.Length];
        var (first, third) = isBgra ? (BlueWeight, RedWeight) : (RedWeight, BlueWeight);
        var (greySum, alphaSum) = (0L, 0L);
        var pixel = 0;
        for (; pixel <= pixels.Length - Vector256<byte>.Count; pixel += Vector256<byte>.Count)
        {
            var (greys, alphas) = (Vector256<uint>.Zero, Vector256<uint>.Zero);
            var lower = Vector256.Narrow(Eight(pixels[pixel..], ref greys, ref alphas), Eight(pixels[(pixel + 8)..], ref greys, ref alphas));
            var upper = Vector256.Narrow(Eight(pixels[(pixel + 16)..], ref greys, ref alphas), Eight(pixels[(pixel + 24)..], ref greys, ref alphas));
            Vector256.Narrow(lower, upper).CopyTo(grey[pixel..]);
            greySum += Vector256.Sum(greys);
            alphaSum += Vector256.Sum(alphas);
        }

        for (; pixel < pixels.Length; pixel++)
        {
            var (greys, alphas) = (Vector256<uint>.Zero, Vector256<uint>.Zero);
            grey[pixel] = (byte)Weighed(Vector256.CreateScalar(pixels[pixel]), ref greys, ref alphas)[0];
            greySum += greys[0];
            alphaSum += alphas[0];
        }

        return 2 * greySum < alphaSum;

        Vector256<uint> Eight(ReadOnlySpan<uint> eight, ref Vector256<uint> greys, ref Vector256<uint> alphas) => Weighed(Vector256.Create(eight), ref greys, ref alphas);

        Vector256<uint> Weighed(Vector256<uint> bytes, ref Vector256<uint> greys, ref Vector256<uint> alphas)
        {
            var low = Vector256.Create(0xFFu);
            var here = ((bytes & low) * (uint)first + (bytes >> 8 & low) * (uint)GreenWeight + (bytes >> 16 & low) * (uint)third + Vector256.Create(128u)) >> 8;
            greys += here;
            alphas += bytes >> 24;
            return here;
        }
    }

    /// <summary>Whether all pixels are opaque, and each has three times the same colour, which then is its grey.</summary>
    public static bool AreGrey(ReadOnlySpan<byte> colours)
    {
        foreach (var pixel in MemoryMarshal.Cast<byte, uint>(colours))
        {
            if (pixel != (0xFF000000 | (pixel & 0xFF) * 0x010101))
            {
                return false;
            }
        }

        return true;
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
