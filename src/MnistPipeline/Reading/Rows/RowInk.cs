using System.Numerics.Tensors;

namespace MnistPipeline.Reading.Rows;

/// <summary>How much ink there is on a row's canvas: how much of the paper's light is missing, with the contrast of the digits' own ink stretched.</summary>
internal static class RowInk
{
    // The digits' ink is mostly as dark as this share of it,
    private const double InkShare = 0.9;

    // and what is beside it as dark as this share of that, be it noise or a pattern printed beneath,
    private const double GroundShare = 0.9;

    // but no darker than this share of the ink.
    private const double MaxGround = 0.5;

    private const float Full = 0.92f;
    private const float None = 0.12f;

    /// <summary>The ink of each pixel: 0 to 255.</summary>
    /// <param name="canvas">The picture in grey, dark ink on light paper or the other way round.</param>
    /// <param name="isInkLight">Whether it is the other way round.</param>
    /// <param name="paper">How light the paper is, on the plane of half as many rows and columns.</param>
    /// <param name="shape">That plane's rows and columns.</param>
    /// <param name="mask">Which of its pixels are ink.</param>
    /// <param name="taken">Which of them were taken out.</param>
    /// <param name="band">Where the digits are on that plane.</param>
    public static byte[] Measure(RowCanvas canvas, bool isInkLight, ReadOnlySpan<byte> paper, PlaneShape shape, InkMask mask, InkMask taken, TextBand band)
    {
        var darkness = Darkness(canvas, isInkLight, paper, shape);
        var (ink, ground) = Levels(darkness, canvas.Columns, mask, taken, band);
        var none = Math.Max(None * ink, Math.Min(ground, (float)MaxGround * ink));
        var scale = byte.MaxValue / (Full * ink - none);
        Span<byte> stretched = stackalloc byte[byte.MaxValue + 1];
        for (var value = 0; value < stretched.Length; value++)
        {
            stretched[value] = (byte)Math.Clamp((value - none) * scale, 0, byte.MaxValue);
        }

        foreach (ref var pixel in darkness.AsSpan())
        {
            pixel = stretched[pixel];
        }

        Clear(darkness, canvas.Columns, taken, mask);
        return darkness;
    }

    // What was taken out is no ink.
    private static void Clear(byte[] ink, int columns, InkMask taken, InkMask mask)
    {
        for (var row = 0; row < taken.Rows; row++)
        {
            for (var column = 0; column < taken.Columns; column++)
            {
                if (taken[row, column] && !mask[row, column])
                {
                    ink.AsSpan(2 * row * columns + 2 * column, 2).Clear();
                    ink.AsSpan((2 * row + 1) * columns + 2 * column, 2).Clear();
                }
            }
        }
    }

    private static byte[] Darkness(RowCanvas canvas, bool isInkLight, ReadOnlySpan<byte> paper, PlaneShape shape)
    {
        var darkness = new byte[canvas.Grey.Length];
        var (light, seen) = (new byte[canvas.Columns], new byte[canvas.Columns]);
        for (var row = 0; row < canvas.Rows; row++)
        {
            var grey = canvas.Grey.AsSpan(row * canvas.Columns, canvas.Columns);
            if (isInkLight)
            {
                TensorPrimitives.OnesComplement<byte>(grey, seen);
            }
            else
            {
                grey.CopyTo(seen);
            }

            if (row % 2 == 0)
            {
                var papers = paper.Slice(shape.RowStart(row / 2), shape.Columns);
                for (var column = 0; column < papers.Length; column++)
                {
                    light[2 * column] = light[2 * column + 1] = papers[column];
                }
            }

            var target = darkness.AsSpan(row * canvas.Columns, canvas.Columns);
            InkTone.Darken(seen, light, target);
            target[..canvas.Picture.Left].Clear();
            target[(canvas.Picture.Right + 1)..].Clear();
        }

        return darkness;
    }

    // How dark ink and ground are where the digits are.
    private static (float Ink, float Ground) Levels(byte[] darkness, int columns, InkMask mask, InkMask taken, TextBand band)
    {
        Span<int> ofInk = stackalloc int[byte.MaxValue + 1];
        Span<int> ofGround = stackalloc int[byte.MaxValue + 1];
        ofInk.Clear();
        ofGround.Clear();
        for (var row = Math.Max(1, (int)band.Top - 2); row <= Math.Min(mask.Rows - 2, (int)band.Bottom + 2); row++)
        {
            for (var column = Math.Max(1, band.Left); column <= Math.Min(mask.Columns - 2, band.Right); column++)
            {
                if (mask[row, column])
                {
                    Count(ofInk, row, column);
                }
                else if (!taken[row, column] && !mask[row - 1, column] && !mask[row + 1, column] && !mask[row, column - 1] && !mask[row, column + 1])
                {
                    Count(ofGround, row, column);
                }
            }
        }

        return (Math.Max(InkTone.MinContrast, Quantile(ofInk, InkShare)), Quantile(ofGround, GroundShare));

        void Count(Span<int> counts, int row, int column)
        {
            var at = 2 * row * columns + 2 * column;
            counts[darkness[at]]++;
            counts[darkness[at + 1]]++;
            counts[darkness[at + columns]]++;
            counts[darkness[at + columns + 1]]++;
        }
    }

    private static int Quantile(ReadOnlySpan<int> counts, double share)
    {
        var total = 0;
        foreach (var count in counts)
        {
            total += count;
        }

        var (value, below) = (0, counts[0]);
        while (value < byte.MaxValue && below < share * total)
        {
            below += counts[++value];
        }

        return value;
    }
}
