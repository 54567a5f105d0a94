using System.Numerics;
using System.Runtime.CompilerServices;

namespace MnistPipeline.Reading;

/// <summary>The connected pieces of a <see cref="CoarsePlane"/>'s ink, corners touching counted as connected.</summary>
internal static class PieceTable
{
    /// <summary>As many runs of ink as a plane can have.</summary>
    public const int Capacity = CoarsePlane.Rows * ((CoarsePlane.Columns + 1) / 2);

    /// <summary>Finds the runs of each row and joins them.</summary>
    /// <param name="mask">A bit a column, of ink, for each row.</param>
    /// <param name="darkness">Of the plane.</param>
    /// <param name="pieces">Takes the runs; those that are their own parent are whole pieces.</param>
    /// <param name="rowEnds">Takes for each row how many runs there are up to its end.</param>
    [SkipLocalsInit]
    public static int Fill(ReadOnlySpan<ulong> mask, ReadOnlySpan<byte> darkness, Span<Piece> pieces, Span<int> rowEnds)
    {
        Span<(int Left, int Right)> runs = stackalloc (int, int)[Capacity];
        var count = 0;
        for (var row = 0; row < CoarsePlane.Rows; row++)
        {
            var above = row < 2 ? 0 : rowEnds[row - 2];
            var aboveEnd = row < 1 ? 0 : rowEnds[row - 1];
            for (var bits = mask[row]; bits != 0;)
            {
                var left = BitOperations.TrailingZeroCount(bits);
                var right = left + BitOperations.TrailingZeroCount(~(bits >> left)) - 1;
                bits &= right == 63 ? 0 : ulong.MaxValue << (right + 1);
                runs[count] = (left, right);
                pieces[count] = Run(row, left, right, darkness.Slice(CoarsePlane.RowStart(row), CoarsePlane.Columns), count);
                while (above < aboveEnd && runs[above].Right < left - 1)
                {
                    above++;
                }

                for (var touching = above; touching < aboveEnd && runs[touching].Left <= right + 1; touching++)
                {
                    Join(pieces, touching, count);
                }

                count++;
            }

            rowEnds[row] = count;
        }

        return count;
    }

    /// <summary>The whole piece that a run belongs to.</summary>
    public static int Root(ReadOnlySpan<Piece> pieces, int run)
    {
        while (pieces[run].Parent != run)
        {
            run = pieces[run].Parent;
        }

        return run;
    }

    private static Piece Run(int row, int left, int right, ReadOnlySpan<byte> darkness, int index)
    {
        var piece = new Piece
        {
            Parent = index,
            Top = row,
            Bottom = row,
            Left = left,
            Right = right,
            LeastSum = row + left,
            MostSum = row + right,
            LeastDifference = row - right,
            MostDifference = row - left,
            Last = row * CoarsePlane.Columns + right,
        };
        foreach (var value in darkness[left..(right + 1)])
        {
            piece.Mass += value;
            piece.Peak = Math.Max(piece.Peak, value);
        }

        return piece;
    }

    private static void Join(Span<Piece> pieces, int first, int second)
    {
        var (one, other) = (Root(pieces, first), Root(pieces, second));
        if (one != other)
        {
            var (root, joined) = (Math.Min(one, other), Math.Max(one, other));
            pieces[root].Join(pieces[joined]);
            pieces[joined].Parent = root;
        }
    }
}
