using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MnistPipeline.Reading;

/// <summary>How much ink there is: how much of the paper's light is missing, and, on the reading's canvas, that with its contrast stretched.</summary>
internal static class InkTone
{
    /// <summary>Of 255; less contrast between paper and ink counts as this much, so that noise is no ink.</summary>
    public const int MinContrast = 16;

    /// <summary>255 / (0.92 - 0.12): ink of 92 % of the contrast is full ink,</summary>
    public const float Slope = 318.75f;

    /// <summary>and ink of 12 % is none: 0.12 * 255 / (0.92 - 0.12), less the half by which a number is rounded.</summary>
    public const float Intercept = 37.75f;

    /// <summary>Less light than this of the paper counts as this much, so that the noise of a dark picture is no ink.</summary>
    public const int MinLight = 64;

    private const int Step = 8;

    /// <summary>How much of the paper's light is missing at each pixel of the coarse plane, 0 to 255.</summary>
    public static void Darken(ReadOnlySpan<byte> plane, ReadOnlySpan<byte> paper, Span<byte> darkness)
    {
        darkness.Clear();
        for (var next = 0; next < darkness.Length; next += Vector256<byte>.Count)
        {
            var start = Math.Min(next, darkness.Length - Vector256<byte>.Count);
            if (Vector256.GreaterThanOrEqualAll(Vector256.Create(plane[start..]), Vector256.Create(paper[start..])))
            {
                continue;
            }

            for (var pixel = start; pixel < start + Vector256<byte>.Count; pixel += Step)
            {
                var missing = Vector256.ConvertToInt32(Missing(Floats(Vector64.Create(plane[pixel..])), Floats(Vector64.Create(paper[pixel..]))));
                var words = Vector128.Narrow(missing.GetLower(), missing.GetUpper()).AsUInt16();
                Vector128.Narrow(words, words).GetLower().CopyTo(darkness[pixel..]);
            }
        }
    }

    /// <summary>From grey to ink: whole numbers from 0 to 255, [row, column] of the canvas.</summary>
    /// <param name="canvas">Grey [row, column].</param>
    /// <param name="isInkLight">Whether ink is lighter than paper.</param>
    /// <param name="paper">The local paper on the coarse plane.</param>
    /// <param name="around">A bit for each pixel of the coarse plane that may hold ink of the digit, for each row.</param>
    /// <param name="ink">Takes the ink.</param>
    /// <returns>The pixels of the canvas that may hold ink; all others hold none.</returns>
    [SkipLocalsInit]
    public static CanvasRectangle Measure(ReadOnlySpan<byte> canvas, bool isInkLight, ReadOnlySpan<byte> paper, ReadOnlySpan<ulong> around, Span<float> ink)
    {
        ink.Clear();
        Span<float> light = stackalloc float[ReadingCanvas.Columns];
        light.Clear();
        var bounds = Bounds(around);
        var mostOfLanes = Vector256<float>.Zero;
        for (var row = bounds.Top; row <= bounds.Bottom; row++)
        {
            if (row % 2 == 0)
            {
                Widen(paper.Slice(CoarsePlane.RowStart(row / 2), CoarsePlane.Columns), around[row / 2], bounds, light);
            }

            var greys = canvas.Slice(row * ReadingCanvas.Columns, ReadingCanvas.Columns);
            var darkness = ink.Slice(row * ReadingCanvas.Columns, ReadingCanvas.Columns);
            for (var next = bounds.Left; next <= bounds.Right; next += Step)
            {
                var column = Math.Min(next, ReadingCanvas.Columns - Step);
                var paperHere = Vector256.Create(light[column..]);
                if (paperHere != Vector256<float>.Zero)
                {
                    var grey = Floats(Vector64.Create(greys[column..]));
                    var seen = isInkLight ? Vector256.Create((float)byte.MaxValue) - grey : grey;
                    if (Vector256.LessThanAny(seen, paperHere))
                    {
                        var missing = Missing(seen, paperHere);
                        mostOfLanes = Vector256.Max(mostOfLanes, missing);
                        missing.CopyTo(darkness[column..]);
                    }
                }
            }

        }

        var most = (float)MinContrast;
        for (var lane = 0; lane < Step; lane++)
        {
            most = Math.Max(most, mostOfLanes[lane]);
        }

        for (var row = bounds.Top; row <= bounds.Bottom; row++)
        {
            Stretch(ink.Slice(row * ReadingCanvas.Columns + bounds.Left, bounds.Width), most);
        }

        return bounds;
    }

    private static CanvasRectangle Bounds(ReadOnlySpan<ulong> around)
    {
        var columns = 0UL;
        foreach (var row in around)
        {
            columns |= row;
        }

        return columns == 0
            ? new CanvasRectangle(0, -1, 0, -1)
            : new CanvasRectangle(
                2 * around.IndexOfAnyExcept(0UL),
                2 * around.LastIndexOfAnyExcept(0UL) + 1,
                2 * BitOperations.TrailingZeroCount(columns),
                2 * BitOperations.Log2(columns) + 1);
    }

    // The paper of each column of the canvas; none where there can be no ink of the digit.
    private static void Widen(ReadOnlySpan<byte> paper, ulong around, CanvasRectangle bounds, Span<float> light)
    {
        for (var column = bounds.Left / 2; column <= bounds.Right / 2; column++)
        {
            light[2 * column] = light[2 * column + 1] = paper[column] * (around >> column & 1);
        }
    }

    private static void Stretch(Span<float> darkness, float contrast)
    {
        var column = 0;
        for (; column <= darkness.Length - Step; column += Step)
        {
            var here = Vector256.Create(darkness[column..]);
            if (here != Vector256<float>.Zero)
            {
                var share = here / Vector256.Create(contrast) * Slope - Vector256.Create(Intercept);
                Vector256.Clamp(Vector256.Floor(share), Vector256<float>.Zero, Vector256.Create((float)byte.MaxValue)).CopyTo(darkness[column..]);
            }
        }

        for (; column < darkness.Length; column++)
        {
            darkness[column] = Math.Clamp(MathF.Floor(darkness[column] / contrast * Slope - Intercept), 0, byte.MaxValue);
        }
    }

    private static Vector256<float> Missing(Vector256<float> grey, Vector256<float> paper) =>
        Vector256.Floor(Vector256.Max(paper - grey, Vector256<float>.Zero) * byte.MaxValue / Vector256.Max(paper, Vector256.Create((float)MinLight)));

    private static Vector256<float> Floats(Vector64<byte> bytes)
    {
        var words = Vector128.WidenLower(Vector128.Create(bytes, Vector64<byte>.Zero));
        var (low, high) = Vector128.Widen(words);
        return Vector256.ConvertToSingle(Vector256.Create(low, high).AsInt32());
    }
}
