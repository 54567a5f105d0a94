using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MnistPipeline.Reading;

/// <summary>
/// Half as many rows and columns as <see cref="ReadingCanvas"/>: enough to tell paper and pieces of ink by, at a quarter of the
/// time. Around its rows and columns lie as many more as a window reaches, so that windows need no cases at the rim.
/// </summary>
internal static class CoarsePlane
{
    /// <summary>Rows.</summary>
    public const int Rows = ReadingCanvas.Rows / 2;

    /// <summary>Columns.</summary>
    public const int Columns = ReadingCanvas.Columns / 2;

    /// <summary>How many rows and columns there are beyond each side.</summary>
    public const int Margin = PlaneWindow.Reach;

    /// <summary>Values from one row to the next.</summary>
    public const int Stride = Columns + 2 * Margin;

    /// <summary>Values with those beyond the sides.</summary>
    public const int Length = (Rows + 2 * Margin) * Stride;

    /// <summary>All of its pixels.</summary>
    public static CanvasRectangle Whole => new(0, Rows - 1, 0, Columns - 1);

    /// <summary>Where a row begins, without what lies beyond.</summary>
    public static int RowStart(int row) => (row + Margin) * Stride + Margin;

    /// <summary>The mean of each 2x2 pixels of the canvas, rounded.</summary>
    public static void Fill(ReadOnlySpan<byte> canvas, Span<byte> plane)
    {
        for (var row = 0; row < Rows; row++)
        {
            // Two neighbours are the two bytes of a word. The last words of a row are taken twice.
            var upper = MemoryMarshal.Cast<byte, ushort>(canvas.Slice(2 * row * ReadingCanvas.Columns, ReadingCanvas.Columns));
            var lower = MemoryMarshal.Cast<byte, ushort>(canvas.Slice((2 * row + 1) * ReadingCanvas.Columns, ReadingCanvas.Columns));
            var target = plane.Slice(RowStart(row), Columns);
            for (var next = 0; next < Columns; next += Vector128<byte>.Count)
            {
                var column = Math.Min(next, Columns - Vector128<byte>.Count);
                var first = Mean(Vector128.Create(upper[column..]), Vector128.Create(lower[column..]));
                column += Vector128<ushort>.Count;
                var second = Mean(Vector128.Create(upper[column..]), Vector128.Create(lower[column..]));
                Vector128.Narrow(first, second).CopyTo(target[(column - Vector128<ushort>.Count)..]);
            }
        }

        static Vector128<ushort> Mean(Vector128<ushort> upper, Vector128<ushort> lower)
        {
            var low = Vector128.Create((ushort)byte.MaxValue);
            return ((upper & low) + (upper >> 8) + (lower & low) + (lower >> 8) + Vector128.Create((ushort)2)) >> 2;
        }
    }

    /// <summary>Makes a plane of 0 in a rectangle and 255 outside it, with which others are changed outside it at once.</summary>
    public static void MarkOutside(CanvasRectangle inside, Span<byte> outside)
    {
        outside.Fill(byte.MaxValue);
        for (var row = inside.Top; row <= inside.Bottom; row++)
        {
            outside.Slice(RowStart(row) + inside.Left, inside.Width).Clear();
        }
    }

    /// <summary>Gives everything outside the picture 255.</summary>
    public static void Lighten(Span<byte> plane, ReadOnlySpan<byte> outside) => TensorPrimitives.BitwiseOr(plane, outside, plane);

    /// <summary>Gives everything outside the picture 0.</summary>
    public static void Blacken(Span<byte> plane, ReadOnlySpan<byte> outside)
    {
        TensorPrimitives.BitwiseOr(plane, outside, plane);
        TensorPrimitives.Xor(plane, outside, plane);
    }
}
