using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MnistPipeline.Reading;

/// <summary>
/// A 28x28 picture on the reading's canvas, twice as large each way: what <see cref="ReadingCanvas"/> draws, in a hundredth of the
/// time. The filter is Mitchell and Netravali's cubic (1988) with B = C = 1/3, as Skia has it; between pixels that lie 1/4
/// and 3/4 of a pixel away its weights are whole 1,152ths, so that whole numbers compute it exactly.
/// </summary>
internal static class MitchellDoubling
{
    /// <summary>What the weights of one axis add up to.</summary>
    public const int Unit = 1152;

    private const int Size = Digit.Size;
    private const int DoubleSize = 2 * Size;

    // The cubic at distances 7/4, 3/4, 1/4 and 5/4, in 1,152ths, from 1/18 of
    // 21 d^3 - 36 d^2 + 16 below a distance of 1 and -7 d^3 + 36 d^2 - 60 d + 32 from there to 2.
    private static ReadOnlySpan<int> Weights => [-17, 295, 901, -27];

    /// <summary>The weights of one axis as a matrix [56 on the canvas, 28 in the picture], in 1,152ths; edge pixels stand for what lies beyond.</summary>
    public static int[] Matrix()
    {
        var matrix = new int[DoubleSize * Size];
        for (var target = 0; target < DoubleSize; target++)
        {
            for (var tap = 0; tap < Weights.Length; tap++)
            {
                matrix[target * Size + Source(target, tap)] += Weight(target, tap);
            }
        }

        return matrix;
    }

    /// <summary>Draws 784 grey bytes on the canvas [row, column], whose last column stays black.</summary>
    [SkipLocalsInit]
    public static void Draw(ReadOnlySpan<byte> picture, Span<byte> canvas)
    {
        // [row, column of the canvas], times 1,152
        Span<int> wide = stackalloc int[Size * DoubleSize];
        for (var row = 0; row < Size; row++)
        {
            Widen(picture.Slice(row * Size, Size), wide.Slice(row * DoubleSize, DoubleSize));
        }

        for (var row = 0; row < DoubleSize; row++)
        {
            var target = canvas.Slice(row * ReadingCanvas.Columns, ReadingCanvas.Columns);
            target[DoubleSize] = 0;
            if (picture[(Source(row, 0) * Size)..((Source(row, Weights.Length - 1) + 1) * Size)].ContainsAnyExcept((byte)0))
            {
                Mix(row, wide, target);
            }
            else
            {
                target.Clear();
            }
        }
    }

    [SkipLocalsInit]
    private static void Widen(ReadOnlySpan<byte> row, Span<int> wide)
    {
        // [2 beyond the left edge, 28 columns, 2 beyond the right edge]
        Span<int> padded = stackalloc int[Size + 4];
        TensorPrimitives.ConvertTruncating(row, padded.Slice(2, Size));
        padded[..2].Fill(row[0]);
        padded[(Size + 2)..].Fill(row[Size - 1]);
        for (var column = 0; column < Size; column++)
        {
            var (even, odd) = (0, 0);
            for (var tap = 0; tap < Weights.Length; tap++)
            {
                even += padded[column + tap] * Weight(0, tap);
                odd += padded[column + tap + 1] * Weight(1, tap);
            }

            wide[2 * column] = even;
            wide[2 * column + 1] = odd;
        }
    }

    // A sum is divided by 1,152 x 1,152 = 2^14 x 81 in two steps, each cut to a whole number. The second is done in floats, whose
    // error cannot reach the next whole number from half a unit away.
    private static void Mix(int row, ReadOnlySpan<int> wide, Span<byte> target)
    {
        for (var column = 0; column < DoubleSize; column += Vector256<int>.Count)
        {
            var sum = Vector256.Create(Unit * Unit / 2);
            for (var tap = 0; tap < Weights.Length; tap++)
            {
                sum += Vector256.Create(wide.Slice(Source(row, tap) * DoubleSize + column, Vector256<int>.Count)) * Weight(row, tap);
            }

            var share = (Vector256.ConvertToSingle(sum >> 14) + Vector256.Create(0.5f)) * (1f / 81);
            var grey = Vector256.Clamp(Vector256.ConvertToInt32(share), Vector256<int>.Zero, Vector256.Create((int)byte.MaxValue));
            var words = Vector128.Narrow(grey.GetLower(), grey.GetUpper()).AsUInt16();
            Vector128.Narrow(words, words).GetLower().CopyTo(target[column..]);
        }
    }

    // An even pixel of the canvas lies a quarter of a pixel before its source pixel, an odd one a quarter behind it.
    private static int Source(int target, int tap) => Math.Clamp(target / 2 + tap - 2 + target % 2, 0, Size - 1);

    private static int Weight(int target, int tap) => target % 2 == 0 ? Weights[tap] : Weights[Weights.Length - 1 - tap];
}
