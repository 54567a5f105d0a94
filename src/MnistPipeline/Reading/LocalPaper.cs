using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace MnistPipeline.Reading;

/// <summary>
/// How light the paper is around each pixel: the grey that is left when everything narrower than a window is filled with what surrounds
/// it (a morphological closing), so that uneven light and shadows are paper.
/// </summary>
internal static class LocalPaper
{
    /// <summary>Paper is at least one part in so many of the lightest paper of the picture.</summary>
    public const int MaxDarkness = 4;

    /// <summary>Gives the paper, after turning the grey if ink is lighter than paper. What lies outside the picture is no darker than its paper.</summary>
    /// <returns>Whether the grey was turned.</returns>
    [SkipLocalsInit]
    public static bool Measure(Span<byte> plane, PlaneShape shape, CanvasRectangle inside, Span<byte> paper)
    {
        Span<byte> outside = stackalloc byte[shape.Length];
        shape.MarkOutside(inside, outside);
        var isInkLight = InkPolarity.IsInkLight(plane, shape, inside);
        if (isInkLight)
        {
            TensorPrimitives.OnesComplement<byte>(plane, plane);
        }

        Span<byte> lightest = stackalloc byte[shape.Length];
        Blacken(plane, outside);
        PlaneWindow.Largest(plane, shape, lightest);
        int most = TensorPrimitives.Max<byte>(plane);
        Lighten(plane, outside);

        Lighten(lightest, outside);
        PlaneWindow.Smallest(lightest, shape, paper);
        Lighten(paper, outside);
        TensorPrimitives.Max(paper, (byte)(most / MaxDarkness), paper);
        return isInkLight;
    }

    // Everything outside the picture becomes 255.
    private static void Lighten(Span<byte> plane, ReadOnlySpan<byte> outside) => TensorPrimitives.BitwiseOr(plane, outside, plane);

    // Everything outside the picture becomes 0.
    private static void Blacken(Span<byte> plane, ReadOnlySpan<byte> outside)
    {
        TensorPrimitives.BitwiseOr(plane, outside, plane);
        TensorPrimitives.Xor(plane, outside, plane);
    }
}
