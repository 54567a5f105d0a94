using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MnistPipeline.Reading;

/// <summary>
/// Rows and columns of a grey plane. Around them lie as many more as a <see cref="PlaneWindow"/> reaches, so that windows need no cases at the rim.
/// </summary>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Columns.</param>
internal readonly record struct PlaneShape(int Rows, int Columns)
{
    /// <summary>How many rows and columns there are beyond each side.</summary>
    public const int Margin = PlaneWindow.Reach;

    /// <summary>Values from one row to the next.</summary>
    public int Stride => Columns + 2 * Margin;

    /// <summary>Values with those beyond the sides.</summary>
    public int Length => (Rows + 2 * Margin) * Stride;

    /// <summary>All of its pixels.</summary>
    public CanvasRectangle Whole => new(0, Rows - 1, 0, Columns - 1);

    /// <summary>Where a row begins, without what lies beyond.</summary>
    public int RowStart(int row) => (row + Margin) * Stride + Margin;

    /// <summary>Makes a plane of 0 in a rectangle and 255 outside it, with which others are changed outside it at once.</summary>
    public void MarkOutside(CanvasRectangle inside, Span<byte> outside)
    {
        outside.Fill(byte.MaxValue);
        for (var row = inside.Top; row <= inside.Bottom; row++)
        {
            outside.Slice(RowStart(row) + inside.Left, inside.Width).Clear();
        }
    }

    /// <summary>The mean of each 2x2 pixels of a canvas of twice as many rows and columns, rounded; there are at least 16 columns.</summary>
    public void Halve(ReadOnlySpan<byte> canvas, Span<byte> plane)
    {
        var canvasColumns = 2 * Columns;
        for (var row = 0; row < Rows; row++)
        {
            // Two neighbours are the two bytes of a word. The last words of a row are taken twice.
            var upper = MemoryMarshal.Cast<byte, ushort>(canvas.Slice(2 * row * canvasColumns, canvasColumns));
            var lower = MemoryMarshal.Cast<byte, ushort>(canvas.Slice((2 * row + 1) * canvasColumns, canvasColumns));
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
}
