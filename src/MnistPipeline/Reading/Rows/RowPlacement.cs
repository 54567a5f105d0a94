using System.Numerics.Tensors;

namespace MnistPipeline.Reading.Rows;

/// <summary>Brings the band of the digits to 20 of 28 rows, as high as MNIST's digits are; each target pixel is the mean of what it covers.</summary>
internal static class RowPlacement
{
    /// <summary>Rows that the digits take.</summary>
    public const int BandRows = InkPlacement.BoxSize;

    /// <summary>Columns before the first digit and behind the last: as many as a window has before its middle.</summary>
    public const int Margin = Digit.Size / 2;

    /// <summary>Draws the row.</summary>
    /// <param name="ink">0 to 255 for each pixel of the canvas.</param>
    /// <param name="canvas">The canvas.</param>
    /// <param name="band">Where the digits are, on the plane of half as many rows and columns.</param>
    public static ReadRow Place(byte[] ink, RowCanvas canvas, TextBand band)
    {
        var (rows, columns) = (canvas.Rows, canvas.Columns);
        var step = 2 * band.Height / BandRows;
        var (top, left) = (2 * band.Top - (Digit.Size - BandRows) / 2 * step, 2 * band.Left - Margin * step);
        var width = Math.Max(Digit.Size, (int)Math.Ceiling(2 * (band.Right + 1 - band.Left) / step) + 2 * Margin);

        // Sums of each column's pixels above a place, then of each line's pixels before one: the mean between two places is their difference.
        var above = new float[(rows + 1) * columns];
        var line = new float[columns];
        for (var row = 0; row < rows; row++)
        {
            TensorPrimitives.ConvertTruncating(ink.AsSpan(row * columns, columns), line.AsSpan());
            TensorPrimitives.Add<float>(above.AsSpan(row * columns, columns), line, above.AsSpan((row + 1) * columns, columns));
        }

        var lines = new float[Digit.Size * (columns + 1)];
        for (var column = 0; column < columns; column++)
        {
            var first = top + band.Slope * (column - (columns - 1) / 2.0);
            var before = UpTo(above.AsSpan(column), columns, rows, first);
            for (var row = 0; row < Digit.Size; row++)
            {
                var here = UpTo(above.AsSpan(column), columns, rows, first + (row + 1) * step);
                var at = row * (columns + 1) + column;
                lines[at + 1] = lines[at] + here - before;
                before = here;
            }
        }

        var pixels = new byte[Digit.Size * width];
        for (var row = 0; row < Digit.Size; row++)
        {
            var sums = lines.AsSpan(row * (columns + 1), columns + 1);
            var before = UpTo(sums, 1, columns, left);
            for (var column = 0; column < width; column++)
            {
                var here = UpTo(sums, 1, columns, left + (column + 1) * step);
                pixels[row * width + column] = (byte)Math.Clamp((here - before) / (step * step) + 0.5, 0, byte.MaxValue);
                before = here;
            }
        }

        var atLeft = top + band.Slope * (left - (columns - 1) / 2.0);
        return new ReadRow(pixels, width, new RowPlace((left - canvas.Picture.Left) / canvas.Scale, atLeft / canvas.Scale, step / canvas.Scale, band.Slope));
    }

    // The sum up to a place between two pixels.
    private static float UpTo(ReadOnlySpan<float> sums, int stride, int count, double place)
    {
        var clamped = Math.Clamp(place, 0, count);
        var whole = Math.Min((int)clamped, count - 1);
        var (below, beyond) = (sums[whole * stride], sums[(whole + 1) * stride]);
        return below + (float)(clamped - whole) * (beyond - below);
    }
}
