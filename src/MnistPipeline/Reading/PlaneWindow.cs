using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace MnistPipeline.Reading;

/// <summary>The largest and the smallest grey of the 25x25 around each pixel of a plane.</summary>
internal static class PlaneWindow
{
    /// <summary>How far a window reaches to each side.</summary>
    public const int Reach = 12;

    /// <summary>Rows, and columns, of a window.</summary>
    public const int Size = 2 * Reach + 1;

    /// <summary>The largest of each window; what lies beyond the plane's sides is undefined.</summary>
    [SkipLocalsInit]
    public static void Largest(ReadOnlySpan<byte> plane, PlaneShape shape, Span<byte> largest)
    {
        Span<byte> first = stackalloc byte[shape.Length];
        Span<byte> second = stackalloc byte[shape.Length];
        plane.CopyTo(first);
        var length = shape.Length;
        foreach (var unit in (ReadOnlySpan<int>)[1, shape.Stride])
        {
            foreach (var shift in Shifts)
            {
                length -= shift * unit;
                TensorPrimitives.Max(first[..length], first.Slice(shift * unit, length), second);
                var swapped = first;
                first = second;
                second = swapped;
            }
        }

        first[..length].CopyTo(largest[shape.RowStart(0)..]);
    }

    /// <summary>The smallest of each window; what lies beyond the plane's sides is undefined.</summary>
    [SkipLocalsInit]
    public static void Smallest(ReadOnlySpan<byte> plane, PlaneShape shape, Span<byte> smallest)
    {
        Span<byte> first = stackalloc byte[shape.Length];
        Span<byte> second = stackalloc byte[shape.Length];
        plane.CopyTo(first);
        var length = shape.Length;
        foreach (var unit in (ReadOnlySpan<int>)[1, shape.Stride])
        {
            foreach (var shift in Shifts)
            {
                length -= shift * unit;
                TensorPrimitives.Min(first[..length], first.Slice(shift * unit, length), second);
                var swapped = first;
                first = second;
                second = swapped;
            }
        }

        first[..length].CopyTo(smallest[shape.RowStart(0)..]);
    }

    // Windows of 1, 2, 4, 8 and 16 joined: 1 + 1, 2 + 2, 4 + 4, 8 + 8, and 16 and 16 with seven in common.
    private static ReadOnlySpan<int> Shifts => [1, 2, 4, 8, 9];
}
