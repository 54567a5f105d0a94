using System.Numerics.Tensors;

namespace MnistPipeline.Reading.Rows;

/// <summary>Which pixels of a plane are ink.</summary>
internal sealed class InkMask(int rows, int columns)
{
    private readonly bool[] _isInk = new bool[rows * columns];

    /// <summary>Rows.</summary>
    public int Rows { get; } = rows;

    /// <summary>Columns.</summary>
    public int Columns { get; } = columns;

    /// <summary>Whether a pixel is ink.</summary>
    public bool this[int row, int column]
    {
        get => _isInk[row * Columns + column];
        set => _isInk[row * Columns + column] = value;
    }

    // Ink is so many grey levels darker than its paper, as noise is not; of dark paper that is a large share.
    private const int MinDifference = 12;

    /// <summary>The pixels that are dark enough.</summary>
    /// <param name="plane">Grey.</param>
    /// <param name="paper">How light the paper is.</param>
    /// <param name="darkness">How much of the paper's light is missing: 0 to 255.</param>
    /// <param name="shape">The plane's rows and columns.</param>
    public static InkMask Of(ReadOnlySpan<byte> plane, ReadOnlySpan<byte> paper, ReadOnlySpan<byte> darkness, PlaneShape shape)
    {
        var mask = new InkMask(shape.Rows, shape.Columns);
        var least = LeastInk(darkness, shape);
        for (var row = 0; row < shape.Rows; row++)
        {
            var values = darkness.Slice(shape.RowStart(row), shape.Columns);
            var papers = paper.Slice(shape.RowStart(row), shape.Columns);
            var greys = plane.Slice(shape.RowStart(row), shape.Columns);
            var target = mask._isInk.AsSpan(row * shape.Columns, shape.Columns);
            for (var column = 0; column < values.Length; column++)
            {
                target[column] = values[column] >= least && papers[column] - greys[column] >= MinDifference;
            }
        }

        return mask;
    }

    // As dark as ink is for one digit, and nearer to the ink than to what is printed beneath it: where two kinds of darkness are told apart best
    // (Otsu 1979), and a part less, as thin strokes are paler.
    private static int LeastInk(ReadOnlySpan<byte> darkness, PlaneShape shape)
    {
        const double ThinStroke = 0.7;
        Span<int> counts = stackalloc int[byte.MaxValue + 1];
        counts.Clear();
        for (var row = 0; row < shape.Rows; row++)
        {
            foreach (var value in darkness.Slice(shape.RowStart(row), shape.Columns))
            {
                counts[value]++;
            }
        }

        int most = TensorPrimitives.Max(darkness);
        return Math.Max(Math.Max(DigitPieces.MinDarkness, most / DigitPieces.InkShare), (int)(ThinStroke * Otsu(counts)));
    }

    private static int Otsu(ReadOnlySpan<int> counts)
    {
        var (total, sum) = (0.0, 0.0);
        for (var value = 0; value < counts.Length; value++)
        {
            total += counts[value];
            sum += (double)value * counts[value];
        }

        var (best, bestSpread, below, belowSum) = (0, 0.0, 0.0, 0.0);
        for (var value = 0; value < counts.Length; value++)
        {
            below += counts[value];
            belowSum += (double)value * counts[value];
            if (below == 0 || below == total)
            {
                continue;
            }

            var difference = belowSum / below - (sum - belowSum) / (total - below);
            var spread = below * (total - below) * difference * difference;
            if (spread > bestSpread)
            {
                (best, bestSpread) = (value, spread);
            }
        }

        return best;
    }
}
