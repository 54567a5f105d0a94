using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MnistPipeline.Reading;

/// <summary>Tells the pieces of ink that make up the digit from what else a picture shows: edges of tables and scans, frames, rulings, dust.</summary>
internal static class DigitPieces
{
    /// <summary>A darkness below this, of 255, is no ink, as the noise of a blank page.</summary>
    public const int MinDarkness = 24;

    /// <summary>Ink is at least one part in so many of the greatest darkness.</summary>
    public const int InkShare = 4;

    /// <summary>What touches the rim is the digit only where it weighs this many times as much as any other piece.</summary>
    public const int RimPenalty = 40;

    /// <summary>What covers one part in so many of a side of the picture</summary>
    public const int SideShare = 3;

    /// <summary>and stays from the opposite side by one part in so many is the edge of something else: a digit cut out along its ink nearly reaches all sides.</summary>
    public const int DepthShare = 4;

    /// <summary>The rows and columns that the longer side of a digit takes at least.</summary>
    public const int MinExtent = 3;

    /// <summary>A piece that stays from none of its box's corners farther than one part in so many of its longer side may be a frame.</summary>
    public const int CornerShare = 6;

    /// <summary>It is one if it surrounds a heavier piece, or if another piece within it takes one part in so many of its longer side.</summary>
    public const int FrameShare = 4;

    /// <summary>A part of the digit is not farther from it than one part in so many of the longer sides of both,</summary>
    public const int GapShare = 3;

    /// <summary>has one part in so many of its mass at least,</summary>
    public const int MassShare = 40;

    /// <summary>has a longer side of at most so many of its longer side,</summary>
    public const int ExtentFactor = 2;

    /// <summary>and is at one place at least one part in so many as dark as it.</summary>
    public const int PeakShare = 2;

    /// <summary>A part of a digit in pieces is joined to its heaviest one by at most so many links from piece to piece.</summary>
    public const int Links = 4;

    /// <summary>Gives a bit for each pixel of the plane that belongs to the digit or lies beside it.</summary>
    /// <param name="darkness">Of the coarse plane, 0 to 255, and 0 outside the picture.</param>
    /// <param name="inside">Where the picture lies.</param>
    /// <param name="around">Takes a bit a column for each row; all 0 where there is no ink.</param>
    [SkipLocalsInit]
    public static void Find(ReadOnlySpan<byte> darkness, CanvasRectangle inside, Span<ulong> around)
    {
        Span<ulong> mask = stackalloc ulong[CoarsePlane.Rows];
        FillMask(darkness, mask);
        Span<Piece> pieces = stackalloc Piece[PieceTable.Capacity];
        Span<int> rowEnds = stackalloc int[CoarsePlane.Rows];
        var count = PieceTable.Fill(mask, darkness, pieces, rowEnds);
        pieces = pieces[..count];
        around.Clear();
        var heaviest = Heaviest(pieces, inside);
        if (heaviest < 0)
        {
            return;
        }

        Span<bool> belongs = stackalloc bool[PieceTable.Capacity];
        belongs = belongs[..count];
        Choose(pieces, inside, heaviest, belongs);
        Span<ulong> kept = stackalloc ulong[CoarsePlane.Rows];
        kept.Clear();
        var run = 0;
        for (var row = 0; row < CoarsePlane.Rows; row++)
        {
            for (var bits = mask[row]; bits != 0; run++)
            {
                var left = BitOperations.TrailingZeroCount(bits);
                var length = BitOperations.TrailingZeroCount(~(bits >> left));
                var ones = ((1UL << length) - 1) << left;
                bits &= ~ones;
                if (belongs[PieceTable.Root(pieces, run)])
                {
                    kept[row] |= ones;
                }
            }
        }

        if (LiesAlongSide(kept, inside))
        {
            return;
        }

        var columns = ulong.MaxValue >> (63 - inside.Right + inside.Left) << inside.Left;
        for (var row = inside.Top; row <= inside.Bottom; row++)
        {
            var three = kept[row] | (row > 0 ? kept[row - 1] : 0) | (row < CoarsePlane.Rows - 1 ? kept[row + 1] : 0);
            around[row] = columns & (three | three << 1 | three >> 1) & ~(mask[row] & ~kept[row]);
        }
    }

    // What lies outside the picture has no darkness.
    private static void FillMask(ReadOnlySpan<byte> darkness, Span<ulong> mask)
    {
        int most = TensorPrimitives.Max(darkness);
        var least = Vector128.Create((byte)Math.Max(MinDarkness, (most + InkShare - 1) / InkShare));
        for (var row = 0; row < CoarsePlane.Rows; row++)
        {
            var start = CoarsePlane.RowStart(row);
            for (var column = 0; column < CoarsePlane.Columns; column += Vector128<byte>.Count)
            {
                var isInk = Vector128.GreaterThanOrEqual(Vector128.Create(darkness[(start + column)..]), least);
                mask[row] = (column == 0 ? 0 : mask[row]) | (ulong)isInk.ExtractMostSignificantBits() << column;
            }
        }
    }

    // Tells of each whole piece whether it belongs to the digit.
    private static void Choose(ReadOnlySpan<Piece> pieces, CanvasRectangle inside, int outer, Span<bool> belongs)
    {
        var inner = Heaviest(pieces, inside, within: outer);
        var isFramed = inner >= 0 && IsBox(pieces[outer]) && pieces[inner].Extent * FrameShare >= pieces[outer].Extent;
        var main = pieces[isFramed ? inner : outer];
        var surrounding = Heaviest(pieces, inside, around: isFramed ? inner : outer);
        var hasFrame = surrounding >= 0 && IsBox(pieces[surrounding]);
        var isAtRim = TouchesRim(main, inside);
        for (var index = 0; index < pieces.Length; index++)
        {
            var piece = pieces[index];
            belongs[index] = piece.Parent == index
                && (isAtRim || !TouchesRim(piece, inside))
                && piece.Mass * MassShare >= main.Mass
                && piece.Peak * PeakShare >= main.Peak
                && piece.Extent <= main.Extent * ExtentFactor
                && !(hasFrame && LiesWithin(main, piece));
        }

        var digit = main;
        for (var link = 1; link < Links; link++)
        {
            var joined = digit;
            for (var index = 0; index < pieces.Length; index++)
            {
                if (belongs[index] && IsNear(pieces[index], digit))
                {
                    joined.Surround(pieces[index]);
                }
            }

            digit = joined;
        }

        for (var index = 0; index < pieces.Length; index++)
        {
            belongs[index] = belongs[index] && IsNear(pieces[index], digit);
        }
    }

    // Of all pieces, of those within another one, or of those around another one; -1 for none.
    private static int Heaviest(ReadOnlySpan<Piece> pieces, CanvasRectangle inside, int within = -1, int around = -1)
    {
        var (heaviest, most) = (-1, 0f);
        for (var index = 0; index < pieces.Length; index++)
        {
            var piece = pieces[index];
            var isSought = piece.Parent == index
                && piece.Extent >= MinExtent
                && (within < 0 || LiesWithin(piece, pieces[within]))
                && (around < 0 || LiesWithin(pieces[around], piece));
            var weight = isSought ? (float)piece.Mass * (TouchesRim(piece, inside) ? 1 : RimPenalty) : 0;
            if (weight > most || (weight > 0 && weight == most && piece.Last < pieces[heaviest].Last))
            {
                (heaviest, most) = (index, weight);
            }
        }

        return heaviest;
    }

    private static bool LiesWithin(in Piece piece, in Piece frame) =>
        piece.Top > frame.Top && piece.Bottom < frame.Bottom && piece.Left > frame.Left && piece.Right < frame.Right;

    private static bool IsBox(in Piece piece) => piece.CornerGap * CornerShare <= piece.Extent;

    private static bool TouchesRim(in Piece piece, CanvasRectangle inside) =>
        piece.Top == inside.Top || piece.Bottom == inside.Bottom || piece.Left == inside.Left || piece.Right == inside.Right;

    private static bool LiesAlongSide(ReadOnlySpan<ulong> kept, CanvasRectangle inside)
    {
        var (first, last, left, right, columns) = (inside.Bottom, inside.Top, 0, 0, 0UL);
        for (var row = inside.Top; row <= inside.Bottom; row++)
        {
            left += (int)(kept[row] >> inside.Left & 1);
            right += (int)(kept[row] >> inside.Right & 1);
            columns |= kept[row];
            first = kept[row] == 0 ? first : Math.Min(first, row);
            last = kept[row] == 0 ? last : row;
        }

        return IsAlong(BitOperations.PopCount(kept[inside.Top]), inside.Width, inside.Bottom - last, inside.Height)
            || IsAlong(BitOperations.PopCount(kept[inside.Bottom]), inside.Width, first - inside.Top, inside.Height)
            || IsAlong(left, inside.Height, inside.Right - BitOperations.Log2(columns), inside.Width)
            || IsAlong(right, inside.Height, BitOperations.TrailingZeroCount(columns) - inside.Left, inside.Width);

        static bool IsAlong(int covered, int side, int free, int depth) => covered * SideShare >= side && free * DepthShare >= depth;
    }

    private static bool IsNear(in Piece piece, in Piece digit)
    {
        var gap = Math.Max(
            Math.Max(piece.Top - digit.Bottom, digit.Top - piece.Bottom),
            Math.Max(piece.Left - digit.Right, digit.Left - piece.Right));
        return gap * GapShare <= digit.Extent + piece.Extent;
    }
}
