using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace MnistPipeline.Reading;

/// <summary>
/// Fits the box of the ink into 20x20 pixels, its aspect kept, and puts its centre of mass on pixel (14, 14) of 28x28, counted
/// from 0, where MNIST has it. Each target pixel is the mean of 2x2 bilinear samples of the canvas. Rows and columns are sampled apart from each other, at positions rounded to 64ths
/// of a pixel, so that every weight is a whole 128th and every sum exact.
/// </summary>
internal static class InkPlacement
{
    /// <summary>Ink above this, 40 % of 255, counts for the box.</summary>
    public const int BoxThreshold = 102;

    /// <summary>Rows, and columns, that the longer side of the box takes in the digit.</summary>
    public const int BoxSize = 20;

    /// <summary>Positions on the canvas are rounded to this part of a pixel.</summary>
    public const int PositionUnit = 64;

    /// <summary>How many samples of an axis make a target pixel.</summary>
    public const int Samples = 2;

    private const int Size = Digit.Size;

    // A sample weighs in on two pixels.
    private const int Taps = 2 * Samples;

    /// <summary>From ink 0 to 255 [row, column] of the canvas, and none out of bounds, to the digit's 784 bytes.</summary>
    [SkipLocalsInit]
    public static void Place(ReadOnlySpan<float> ink, CanvasRectangle bounds, Span<byte> digit)
    {
        digit.Clear();
        var box = Box(ink, bounds);
        if (box.Height <= 0)
        {
            return;
        }

        var (rowBase, columnBase) = Centre(ink, box);
        var step = Math.Max(box.Height, box.Width) * ((double)PositionUnit / BoxSize);
        Span<int> rowTaps = stackalloc int[Size * Taps];
        Span<int> columnTaps = stackalloc int[Size * Taps];
        Span<float> rowWeights = stackalloc float[Size * Taps];
        Span<float> columnWeights = stackalloc float[Size * Taps];
        FillTaps(rowBase, step, ReadingCanvas.Rows, rowTaps, rowWeights);
        FillTaps(columnBase, step, ReadingCanvas.Columns, columnTaps, columnWeights);

        const float Scale = 1f / (Samples * Samples * PositionUnit * PositionUnit);
        Span<float> sampled = stackalloc float[ReadingCanvas.Columns];
        sampled.Clear();
        var seen = sampled.Slice(bounds.Left, bounds.Width);
        var columns = Reached(columnTaps, columnWeights, bounds.Left, bounds.Right);
        var rows = Reached(rowTaps, rowWeights, bounds.Top, bounds.Bottom);
        for (var row = rows.Start.Value; row < rows.End.Value; row++)
        {
            seen.Clear();
            for (var tap = row * Taps; tap < (row + 1) * Taps; tap++)
            {
                if (rowWeights[tap] != 0)
                {
                    var source = ink.Slice(rowTaps[tap] * ReadingCanvas.Columns + bounds.Left, bounds.Width);
                    TensorPrimitives.MultiplyAdd(source, rowWeights[tap], seen, seen);
                }
            }

            for (var column = columns.Start.Value; column < columns.End.Value; column++)
            {
                var sum = 0f;
                for (var tap = column * Taps; tap < (column + 1) * Taps; tap++)
                {
                    sum += columnWeights[tap] * sampled[columnTaps[tap]];
                }

                digit[row * Size + column] = (byte)(sum * Scale + 0.5f);
            }
        }
    }

    // The target lines that have a sample within bounds.
    private static Range Reached(ReadOnlySpan<int> taps, ReadOnlySpan<float> weights, int first, int last)
    {
        var (start, end) = (Size, 0);
        for (var tap = 0; tap < taps.Length; tap++)
        {
            if (weights[tap] != 0 && taps[tap] >= first && taps[tap] <= last)
            {
                start = Math.Min(start, tap / Taps);
                end = tap / Taps + 1;
            }
        }

        return Math.Min(start, end)..end;
    }

    private static CanvasRectangle Box(ReadOnlySpan<float> ink, CanvasRectangle bounds)
    {
        Span<float> columns = stackalloc float[ReadingCanvas.Columns];
        columns = columns[..Math.Max(0, bounds.Width)];
        columns.Clear();
        var (top, bottom) = (0, -1);
        for (var row = bounds.Top; row <= bounds.Bottom; row++)
        {
            var pixels = ink.Slice(row * ReadingCanvas.Columns + bounds.Left, bounds.Width);
            if (TensorPrimitives.Max(pixels) > BoxThreshold)
            {
                TensorPrimitives.Max(columns, pixels, columns);
                top = bottom < 0 ? row : top;
                bottom = row;
            }
        }

        var (left, right) = (0, -1);
        for (var column = 0; column < columns.Length; column++)
        {
            if (columns[column] > BoxThreshold)
            {
                left = right < 0 ? bounds.Left + column : left;
                right = bounds.Left + column;
            }
        }

        return new CanvasRectangle(top, bottom, left, right);
    }

    // The centre of mass in 64ths of a pixel, plus the half by which a position is rounded. Distances are taken from the canvas's
    // middle, doubled to be whole. Doubles hold these sums exactly, floats those of one row or column.
    private static (double RowBase, double ColumnBase) Centre(ReadOnlySpan<float> ink, CanvasRectangle box)
    {
        Span<float> columns = stackalloc float[ReadingCanvas.Columns];
        columns.Clear();
        var boxColumns = columns.Slice(box.Left, box.Width);
        var (mass, rowMoment, columnMoment) = (0d, 0d, 0d);
        for (var row = box.Top; row <= box.Bottom; row++)
        {
            var pixels = ink.Slice(row * ReadingCanvas.Columns + box.Left, box.Width);
            var rowMass = TensorPrimitives.Sum(pixels);
            TensorPrimitives.Add(boxColumns, pixels, boxColumns);
            mass += rowMass;
            rowMoment += (double)rowMass * (2 * row - (ReadingCanvas.Rows - 1));
        }

        for (var column = box.Left; column <= box.Right; column++)
        {
            columnMoment += (double)columns[column] * (2 * column - (ReadingCanvas.Columns - 1));
        }

        return (Base(rowMoment, ReadingCanvas.Rows), Base(columnMoment, ReadingCanvas.Columns));

        double Base(double moment, int extent) => moment / mass * (PositionUnit / 2) + MiddleBase(extent);
    }

    /// <summary>The base of an axis whose mass lies in the middle of the canvas.</summary>
    /// <param name="extent">The axis's number of pixels.</param>
    public static double MiddleBase(int extent) => PositionUnit / 2 * (extent - 1) + 0.5;

    /// <summary>How far a sample of a target pixel lies from the centre of mass, in target pixels.</summary>
    public static double SampleOffset(int target, int sample) => target + (sample + 0.5) / Samples - 0.5 - Size / 2;

    private static void FillTaps(double positionBase, double step, int extent, Span<int> taps, Span<float> weights)
    {
        for (var target = 0; target < Size; target++)
        {
            for (var sample = 0; sample < Samples; sample++)
            {
                var position = (int)Math.Floor(SampleOffset(target, sample) * step + positionBase);
                var pixel = position >> 6;
                var beyond = position & (PositionUnit - 1);
                Add(Taps * target + 2 * sample, pixel, PositionUnit - beyond, taps, weights);
                Add(Taps * target + 2 * sample + 1, pixel + 1, beyond, taps, weights);
            }
        }

        // Beyond the canvas there is paper.
        void Add(int tap, int pixel, int weight, Span<int> taps, Span<float> weights)
        {
            var isOnCanvas = pixel >= 0 && pixel < extent;
            taps[tap] = isOnCanvas ? pixel : 0;
            weights[tap] = isOnCanvas ? weight : 0;
        }
    }
}
