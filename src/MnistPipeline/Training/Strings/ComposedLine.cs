using System.Numerics.Tensors;
using MnistPipeline.Model.Strings;
using MnistPipeline.Reading.Rows;

namespace MnistPipeline.Training.Strings;

/// <summary>Glyphs set one behind the other on a line.</summary>
/// <param name="stride">The most columns that they may take.</param>
internal sealed class ComposedLine(int stride)
{
    private const int Size = Digit.Size;

    // Where a row has no ink yet.
    private const int Nowhere = int.MinValue / 2;

    // Of a glyph that hangs over the one before so many columns reach beyond it.
    private const int MinSeen = 3;

    private readonly byte[] _pixels = new byte[Size * stride];

    // The last column of the last glyph's ink in each row.
    private readonly int[] _reached = [.. Enumerable.Repeat(Nowhere, Size)];
    private IndexRange? _before;
    private int _end;

    /// <summary>Sets a glyph behind those that are there.</summary>
    /// <param name="glyph">784 bytes.</param>
    /// <param name="spacing">How near to the one before.</param>
    /// <param name="random">What the distance is drawn from.</param>
    /// <returns>The columns that its ink covers.</returns>
    public IndexRange Add(ReadOnlySpan<byte> glyph, Spacing spacing, ref SeededRandom random)
    {
        Span<IndexRange> ink = stackalloc IndexRange[Size];
        var own = Measure(glyph, ink);
        var left = _before is { } before ? Place(spacing, own, ink, before, ref random) : RowPlacement.Margin - own.First;
        for (var row = 0; row < Size; row++)
        {
            _reached[row] = ink[row].Count > 0 ? left + ink[row].Last : Nowhere;
            var first = Math.Max(0, -left);
            var target = _pixels.AsSpan(row * stride + left + first, Size - first);
            TensorPrimitives.Max(target, glyph.Slice(row * Size + first, Size - first), target);
        }

        var extent = new IndexRange(left + own.First, left + own.Last);
        _before = extent;
        _end = Math.Max(_end, extent.Last);
        return extent;
    }

    /// <summary>[28 rows, columns], with as much nothing behind the last glyph as before the first.</summary>
    public (byte[] Pixels, int Columns) Finish()
    {
        var columns = _end + 1 + RowPlacement.Margin;
        var pixels = new byte[Size * columns];
        for (var row = 0; row < Size; row++)
        {
            _pixels.AsSpan(row * stride, columns).CopyTo(pixels.AsSpan(row * columns));
        }

        return (pixels, columns);
    }

    // The columns of the ink in each row, and of all of it; what has no ink has no columns.
    private static IndexRange Measure(ReadOnlySpan<byte> glyph, Span<IndexRange> ink)
    {
        var (first, last) = (Size, -1);
        for (var row = 0; row < Size; row++)
        {
            var pixels = glyph.Slice(row * Size, Size);
            ink[row] = new IndexRange(pixels.IndexOfAnyExceptInRange((byte)0, InkBox.MaxEdge), pixels.LastIndexOfAnyExceptInRange((byte)0, InkBox.MaxEdge));
            if (ink[row].First < 0)
            {
                ink[row] = new IndexRange(0, -1);
                continue;
            }

            (first, last) = (Math.Min(first, ink[row].First), Math.Max(last, ink[row].Last));
        }

        return last < 0 ? new IndexRange(Size / 2, Size / 2) : new IndexRange(first, last);
    }

    // The column of the line on which a glyph's own first column comes to lie.
    private int Place(Spacing spacing, IndexRange own, ReadOnlySpan<IndexRange> ink, IndexRange before, ref SeededRandom random)
    {
        switch (spacing)
        {
            case Spacing.Apart: return before.Last + 3 + random.NextIndex(8) - own.First;
            case Spacing.Tight: return before.Last + 1 + random.NextIndex(3) - own.First;
            default: break;
        }

        // Where it just does not meet the one before, in any row or the next one.
        var closest = int.MinValue;
        for (var row = 0; row < Size; row++)
        {
            for (var other = Math.Max(0, row - 1); other <= Math.Min(Size - 1, row + 1); other++)
            {
                closest = ink[row].Count > 0 ? Math.Max(closest, _reached[other] + 1 - ink[row].First) : closest;
            }
        }

        var deeper = spacing == Spacing.Touching ? random.NextIndex(3) : 2 + random.NextIndex(3);
        var least = Math.Max(before.Last + MinSeen - own.Last, before.Last + 1 - own.Count * 2 / 3 - own.First);
        return Math.Max(closest - deeper, least);
    }
}
