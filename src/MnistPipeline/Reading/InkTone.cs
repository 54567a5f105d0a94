using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MnistPipeline.Reading;

/// <summary>
/// Tells paper from ink on the reading's canvas and stretches the contrast. Paper is the median grey, the edge counting more, and
/// ink is what lies away from it on the side of the farther extreme.
/// </summary>
internal static class InkTone
{
    /// <summary>Grey levels; less contrast between paper and ink counts as this much, so that the noise of a blank page is no ink.</summary>
    public const int MinContrast = 16;

    /// <summary>255 / (0.92 - 0.12): ink of 92 % of the contrast is full ink,</summary>
    public const float Slope = 318.75f;

    /// <summary>and ink of 12 % is none: 0.12 * 255 / (0.92 - 0.12), less the half by which a number is rounded.</summary>
    public const float Intercept = 37.75f;

    /// <summary>
    /// How much more a pixel of an outermost row or column counts for the paper: a digit is written inside its paper, so even in a
    /// picture that is cut out along the ink and more than half full of it, most of the edge is paper.
    /// </summary>
    public const int EdgeWeight = 8;

    private const int GreyLevels = 256;

    /// <summary>From grey bytes to ink: whole numbers from 0 to 255, both [row, column] of the canvas.</summary>
    [SkipLocalsInit]
    public static void Measure(ReadOnlySpan<byte> canvas, Span<float> ink)
    {
        var picture = LitRectangle(canvas);

        // Rows or columns of mere black on two opposite sides at most are what the resizing left beside the picture; on all
        // four they are the picture's own, the dark paper around a light digit or a frame, and count as seen.
        var isFramed = picture.Top > 0 && picture.Bottom < ReadingCanvas.Rows - 1 && picture.Left > 0 && picture.Right < ReadingCanvas.Columns - 1;
        var seen = isFramed ? CanvasRectangle.Whole : picture;

        Span<float> inkOfGrey = stackalloc float[GreyLevels];
        MapGreys(canvas, seen, inkOfGrey);
        ink.Clear();
        for (var row = picture.Top; row <= picture.Bottom; row++)
        {
            for (var pixel = row * ReadingCanvas.Columns + picture.Left; pixel <= row * ReadingCanvas.Columns + picture.Right; pixel++)
            {
                ink[pixel] = inkOfGrey[canvas[pixel]];
            }
        }
    }

    private static CanvasRectangle LitRectangle(ReadOnlySpan<byte> canvas)
    {
        var firstLit = canvas.IndexOfAnyExcept((byte)0);
        if (firstLit < 0)
        {
            return CanvasRectangle.Empty;
        }

        Span<byte> columns = stackalloc byte[ReadingCanvas.Columns];
        columns.Clear();
        for (var row = 0; row < ReadingCanvas.Rows; row++)
        {
            TensorPrimitives.BitwiseOr(columns, canvas.Slice(row * ReadingCanvas.Columns, ReadingCanvas.Columns), columns);
        }

        return new CanvasRectangle(
            firstLit / ReadingCanvas.Columns,
            canvas.LastIndexOfAnyExcept((byte)0) / ReadingCanvas.Columns,
            columns.IndexOfAnyExcept((byte)0),
            columns.LastIndexOfAnyExcept((byte)0));
    }

    [SkipLocalsInit]
    private static void MapGreys(ReadOnlySpan<byte> canvas, CanvasRectangle seen, Span<float> inkOfGrey)
    {
        Span<int> counts = stackalloc int[GreyLevels];
        CountGreys(canvas, seen, counts);
        var (darkest, paper, lightest) = Quantiles(counts);
        var sign = lightest - paper >= paper - darkest ? 1 : -1;
        float contrast = Math.Max(MinContrast, Math.Max(lightest - paper, paper - darkest));
        for (var grey = 0; grey < GreyLevels; grey++)
        {
            float away = Math.Max(0, sign * (grey - paper));
            inkOfGrey[grey] = Math.Clamp(MathF.Floor(away / contrast * Slope - Intercept), 0, byte.MaxValue);
        }
    }

    // A pixel counts (1 + EdgeWeight if its row is an outermost one) times (1 + EdgeWeight if its column is one).
    private static void CountGreys(ReadOnlySpan<byte> canvas, CanvasRectangle seen, Span<int> counts)
    {
        CountInside(canvas, seen, counts);
        for (var row = seen.Top; row <= seen.Bottom; row++)
        {
            var greys = canvas.Slice(row * ReadingCanvas.Columns, ReadingCanvas.Columns);
            var rowWeight = 1 + EdgeWeight * ((row == seen.Top ? 1 : 0) + (row == seen.Bottom ? 1 : 0));
            counts[greys[seen.Left]] += rowWeight * EdgeWeight;
            counts[greys[seen.Right]] += rowWeight * EdgeWeight;
            if (rowWeight > 1)
            {
                foreach (var grey in greys.Slice(seen.Left, seen.Width))
                {
                    counts[grey] += rowWeight - 1;
                }
            }
        }
    }

    // Four histograms in turn, as a counter must not wait for its own last step where one grey fills the paper.
    [SkipLocalsInit]
    private static void CountInside(ReadOnlySpan<byte> canvas, CanvasRectangle seen, Span<int> counts)
    {
        Span<int> partial = stackalloc int[4 * GreyLevels];
        partial.Clear();
        for (var row = seen.Top; row <= seen.Bottom; row++)
        {
            var greys = canvas.Slice(row * ReadingCanvas.Columns + seen.Left, seen.Width);
            foreach (var four in MemoryMarshal.Cast<byte, uint>(greys))
            {
                partial[(int)(four & 255)]++;
                partial[(int)(four >> 8 & 255) + GreyLevels]++;
                partial[(int)(four >> 16 & 255) + 2 * GreyLevels]++;
                partial[(int)(four >> 24) + 3 * GreyLevels]++;
            }

            foreach (var grey in greys[(greys.Length / 4 * 4)..])
            {
                partial[grey]++;
            }
        }

        for (var grey = 0; grey < GreyLevels; grey++)
        {
            counts[grey] = partial[grey] + partial[grey + GreyLevels] + partial[grey + 2 * GreyLevels] + partial[grey + 3 * GreyLevels];
        }
    }

    // The paper is the first grey that, with all darker ones, makes up half of the pixels.
    private static (int Darkest, int Paper, int Lightest) Quantiles(ReadOnlySpan<int> counts)
    {
        var total = 0;
        foreach (var count in counts)
        {
            total += count;
        }

        var (darkest, paper, lightest, upTo) = (0, 0, 0, 0);
        foreach (var count in counts)
        {
            upTo += count;
            darkest += upTo == 0 ? 1 : 0;
            paper += 2 * upTo < total ? 1 : 0;
            lightest += upTo < total ? 1 : 0;
        }

        return (darkest, paper, lightest);
    }
}
