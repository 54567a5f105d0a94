using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MnistPipeline.Reading;

/// <summary>
/// A 28x28 picture on the reading's canvas, four times as large each way: what <see cref="ReadingCanvas"/> draws, in a fraction of
/// the time. The filter is Mitchell and Netravali's cubic (1988) with B = C = 1/3, as Skia has it; at eighths of a pixel
/// its weights are whole 9,216ths, so that doubles compute it exactly.
/// </summary>
internal static class CubicEnlarging
{
    /// <summary>What the weights of one axis add up to.</summary>
    public const int Unit = 9216;

    /// <summary>Pixels of the canvas for one of the picture, each way.</summary>
    public const int Factor = 4;

    /// <summary>Where the picture lies on the <see cref="CoarsePlane"/>.</summary>
    public static CanvasRectangle Inside => new(0, LargeSize / 2 - 1, Left / 2, (Left + LargeSize) / 2 - 1);

    /// <summary>The column of the canvas in which the picture begins.</summary>
    public const int Left = (ReadingCanvas.Columns - Factor * Digit.Size) / 2;

    private const int Size = Digit.Size;
    private const int LargeSize = Factor * Size;
    private const int Taps = 4;

    // The cubic from 1/18 of 21 d^3 - 36 d^2 + 16 below a distance of 1 and -7 d^3 + 36 d^2 - 60 d + 32 from there to 2, at 13/8,
    // 5/8, 3/8 and 11/8 and at 15/8, 7/8, 1/8 and 9/8 of a pixel; the two other places are these mirrored.
    private static ReadOnlySpan<int> Weights => [-243, 3617, 6167, -325, -41, 1283, 7925, 49];

    /// <summary>The weights of one axis as a matrix [112 on the canvas, 28 in the picture], in 9,216ths; edge pixels stand for what lies beyond.</summary>
    public static int[] Matrix()
    {
        var matrix = new int[LargeSize * Size];
        for (var target = 0; target < LargeSize; target++)
        {
            for (var tap = 0; tap < Taps; tap++)
            {
                matrix[target * Size + Math.Clamp(Source(target, tap), 0, Size - 1)] += Weight(target, tap);
            }
        }

        return matrix;
    }

    /// <summary>Draws 784 grey bytes on the canvas [row, column], whose outer columns stay black.</summary>
    [SkipLocalsInit]
    public static void Draw(ReadOnlySpan<byte> picture, Span<byte> canvas)
    {
        // Only the columns that are not black, or whose neighbours are not.
        var (first, last) = Columns(picture);
        first = Math.Max(0, first - Taps / 2);
        last = Math.Min(Size - 1, last + Taps / 2);

        // [row, column of the canvas], times 9,216
        Span<double> wide = stackalloc double[Size * LargeSize];
        for (var row = 0; row < Size; row++)
        {
            Widen(picture.Slice(row * Size, Size), first, last, wide.Slice(row * LargeSize, LargeSize));
        }

        for (var row = 0; row < LargeSize; row++)
        {
            var target = canvas.Slice(row * ReadingCanvas.Columns, ReadingCanvas.Columns);
            var (from, to) = (Math.Max(0, Source(row, 0)), Math.Min(Size - 1, Source(row, Taps - 1)));
            target.Clear();
            if (picture[(from * Size)..((to + 1) * Size)].ContainsAnyExcept((byte)0))
            {
                Mix(row, wide, Factor * first, Factor * (last + 1), target.Slice(Left, LargeSize));
            }
        }
    }

    // The first and last column that is not black; the last comes first where all are.
    private static (int First, int Last) Columns(ReadOnlySpan<byte> picture)
    {
        Span<byte> columns = stackalloc byte[Size];
        columns.Clear();
        for (var row = 0; row < Size; row++)
        {
            TensorPrimitives.BitwiseOr(columns, picture.Slice(row * Size, Size), columns);
        }

        return (columns.IndexOfAnyExcept((byte)0), columns.LastIndexOfAnyExcept((byte)0));
    }

    [SkipLocalsInit]
    private static void Widen(ReadOnlySpan<byte> row, int firstColumn, int lastColumn, Span<double> wide)
    {
        // [2 beyond the left edge, 28 columns, 2 beyond the right edge]
        Span<int> padded = stackalloc int[Size + 4];
        TensorPrimitives.ConvertTruncating(row, padded.Slice(2, Size));
        padded[..2].Fill(row[0]);
        padded[(Size + 2)..].Fill(row[Size - 1]);

        // What each of five neighbours weighs in the four pixels that a column becomes.
        var farLeft = Vector128.Create(Weight(0, 0), Weight(1, 0), 0, 0);
        var left = Vector128.Create(Weight(0, 1), Weight(1, 1), Weight(2, 0), Weight(3, 0));
        var here = Vector128.Create(Weight(0, 2), Weight(1, 2), Weight(2, 1), Weight(3, 1));
        var right = Vector128.Create(Weight(0, 3), Weight(1, 3), Weight(2, 2), Weight(3, 2));
        var farRight = Vector128.Create(0, 0, Weight(2, 3), Weight(3, 3));
        for (var column = firstColumn; column <= lastColumn; column++)
        {
            var sum = farLeft * padded[column] + left * padded[column + 1] + here * padded[column + 2] + right * padded[column + 3] + farRight * padded[column + 4];
            var (low, high) = Vector128.Widen(sum);
            Vector256.ConvertToDouble(Vector256.Create(low, high)).CopyTo(wide[(Factor * column)..]);
        }
    }

    [SkipLocalsInit]
    private static void Mix(int row, ReadOnlySpan<double> wide, int from, int to, Span<byte> target)
    {
        var first = Line(wide, Source(row, 0));
        var second = Line(wide, Source(row, 1));
        var third = Line(wide, Source(row, 2));
        var fourth = Line(wide, Source(row, 3));
        double firstWeight = Weight(row, 0), secondWeight = Weight(row, 1), thirdWeight = Weight(row, 2), fourthWeight = Weight(row, 3);

        // All sums are whole numbers that doubles hold exactly. 2^52 more rounds to a whole number and leaves it in the last bits;
        // half a unit more rounds up what lies midway, as the graph does.
        const double UnitOfBoth = (double)Unit * Unit;
        const double Magic = 1L << 52;
        Span<double> rounded = stackalloc double[LargeSize];
        for (var column = from; column < to; column += Vector256<double>.Count)
        {
            var sum = Vector256.MultiplyAddEstimate(Vector256.Create(first[column..]), Vector256.Create(firstWeight), Vector256.Create(0.5));
            sum = Vector256.MultiplyAddEstimate(Vector256.Create(second[column..]), Vector256.Create(secondWeight), sum);
            sum = Vector256.MultiplyAddEstimate(Vector256.Create(third[column..]), Vector256.Create(thirdWeight), sum);
            sum = Vector256.MultiplyAddEstimate(Vector256.Create(fourth[column..]), Vector256.Create(fourthWeight), sum);
            var share = sum * (1 / UnitOfBoth);
            var grey = Vector256.Min(Vector256.Max(share, Vector256<double>.Zero), Vector256.Create((double)byte.MaxValue));
            (grey + Vector256.Create(Magic)).CopyTo(rounded[column..]);
        }

        for (var column = from; column < to; column++)
        {
            target[column] = (byte)BitConverter.DoubleToInt64Bits(rounded[column]);
        }
    }

    private static ReadOnlySpan<double> Line(ReadOnlySpan<double> wide, int row) => wide.Slice(Math.Clamp(row, 0, Size - 1) * LargeSize, LargeSize);

    // The first two of four pixels of the canvas lie before their source pixel, the others behind it.
    private static int Source(int target, int tap) => target / Factor + tap - 2 + (target % Factor >= 2 ? 1 : 0);

    private static int Weight(int target, int tap) => (target % Factor) switch
    {
        0 => Weights[tap],
        1 => Weights[Taps + tap],
        2 => Weights[2 * Taps - 1 - tap],
        _ => Weights[Taps - 1 - tap],
    };
}
