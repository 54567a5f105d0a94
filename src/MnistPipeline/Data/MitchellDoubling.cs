using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using MnistPipeline.Model;

namespace MnistPipeline.Data;

/// <summary>
/// A 28x28 picture on the reading's canvas, twice as large each way: what <see cref="ReadingCanvas"/> draws, in a hundredth of the
/// time. The filter is Mitchell and Netravali's cubic (1988) with B = C = 1/3, as Skia has it; between pixels that lie 1/4
/// and 3/4 of a pixel away its weights are whole 1,152ths, so that whole numbers compute it exactly.
/// </summary>
internal static class MitchellDoubling
{
    /// <summary>What the weights of one axis add up to.</summary>
    public const int Unit = 1152;

    private const int Size = LeNet5Architecture.InputSize;
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
        Span<int> rows = stackalloc int[Size * Size];
        Span<int> tall = stackalloc int[Size + 4];
        Span<int> even = stackalloc int[Size];
        Span<int> odd = stackalloc int[Size];
        TensorPrimitives.ConvertTruncating(picture, rows);
        for (var row = 0; row < DoubleSize; row++)
        {
            // [2 beyond the left edge, 28 columns, 2 beyond the right edge]
            var middle = tall.Slice(2, Size);
            middle.Clear();
            for (var tap = 0; tap < Weights.Length; tap++)
            {
                TensorPrimitives.MultiplyAdd(rows.Slice(Source(row, tap) * Size, Size), Weight(row, tap), middle, middle);
            }

            var target = canvas.Slice(row * ReadingCanvas.Columns, ReadingCanvas.Columns);
            if (!middle.ContainsAnyExcept(0))
            {
                target.Clear();
                continue;
            }

            tall[..2].Fill(tall[2]);
            tall[(Size + 2)..].Fill(tall[Size + 1]);
            even.Fill(Unit * Unit / 2);
            odd.Fill(Unit * Unit / 2);
            for (var tap = 0; tap < Weights.Length; tap++)
            {
                TensorPrimitives.MultiplyAdd(tall.Slice(tap, Size), Weight(0, tap), even, even);
                TensorPrimitives.MultiplyAdd(tall.Slice(tap + 1, Size), Weight(1, tap), odd, odd);
            }

            for (var column = 0; column < Size; column++)
            {
                target[2 * column] = Rounded(even[column]);
                target[2 * column + 1] = Rounded(odd[column]);
            }

            target[DoubleSize] = 0;
        }
    }

    private static byte Rounded(int sum) => (byte)Math.Clamp(sum / (Unit * Unit), 0, byte.MaxValue);

    // An even pixel of the canvas lies a quarter of a pixel before its source pixel, an odd one a quarter behind it.
    private static int Source(int target, int tap) => Math.Clamp(target / 2 + tap - 2 + target % 2, 0, Size - 1);

    private static int Weight(int target, int tap) => target % 2 == 0 ? Weights[tap] : Weights[Weights.Length - 1 - tap];
}
