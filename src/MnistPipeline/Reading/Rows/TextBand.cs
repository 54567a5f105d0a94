namespace MnistPipeline.Reading.Rows;

/// <summary>The rows and columns that the digits take: a straight band, which may climb or fall along the row.</summary>
/// <param name="Top">Its first row, in the middle of the plane.</param>
/// <param name="Bottom">Its last row there.</param>
/// <param name="Left">The first column of a digit.</param>
/// <param name="Right">The last column of a digit.</param>
/// <param name="Slope">Rows that the band falls from one column to the next.</param>
internal readonly record struct TextBand(double Top, double Bottom, int Left, int Right, double Slope)
{
    // A piece of less than one part in so many of the plane's rows tells nothing of how high digits are where there are higher ones,
    private const int MinHeightShare = 7;

    // one at the upper or lower rim little, as it is cut off or something else,
    private const double RimWeight = 0.2;

    // and one of less than this share of the digits' height is none of them.
    private const double DigitShare = 0.5;

    // A piece beside them that is lower than they are, as a flat 5 or a dash, is one of them if it takes this share of their height in rows or in columns,
    private const double FlatShare = 0.3;

    // and is no farther from them than this share of their height.
    private const double GapShare = 0.8;

    // Nobody writes steeper, and what is flatter is as likely the digits' own shapes.
    private const double MaxSlope = 0.35;
    private const double MinSlope = 0.03;

    /// <summary>How many rows it takes.</summary>
    public double Height => Bottom - Top + 1;

    /// <summary>The band of the digits among pieces of ink; null where there are none.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="pieceOf">For each pixel the index of its piece, or -1.</param>
    /// <param name="rows">Rows of the plane.</param>
    /// <param name="columns">Columns of the plane.</param>
    public static TextBand? Of(RowPiece[] pieces, int[] pieceOf, int rows, int columns)
    {
        if (pieces.Length == 0)
        {
            return null;
        }

        var highest = pieces.Max(piece => piece.Box.Height);
        var least = Math.Min(highest, Math.Max(DigitPieces.MinExtent, rows / MinHeightShare));
        if (highest < DigitPieces.MinExtent)
        {
            return null;
        }

        var height = Quantile(pieces.Where(piece => piece.Box.Height >= least).Select(piece => ((double)piece.Box.Height, Weight(piece))), 0.5);
        var isDigit = Array.ConvertAll(pieces, piece => piece.Box.Height >= DigitShare * height && piece.Box.Height <= 2 * height);
        var digits = pieces.Where((_, index) => isDigit[index]).ToArray();
        var (left, right) = (digits.Min(piece => piece.Box.Left), digits.Max(piece => piece.Box.Right));
        (left, right) = WithFlatPieces(pieces, digits, left, right, height);
        var slope = right - left < 2 * height ? 0 : FallOf(pieceOf, isDigit, rows, columns);
        return Straight(digits, left, right, slope, columns);

        double Weight(RowPiece piece) => piece.Mass * (piece.Box.Top == 0 || piece.Box.Bottom == rows - 1 ? RimWeight : 1);
    }

    private static (int Left, int Right) WithFlatPieces(RowPiece[] pieces, RowPiece[] digits, int left, int right, double height)
    {
        var (top, bottom) = (digits.Min(piece => piece.Box.Top), digits.Max(piece => piece.Box.Bottom));
        var flat = pieces.Where(piece => Math.Max(piece.Box.Height, piece.Box.Width) >= FlatShare * height
            && piece.Box.Height <= height && piece.Box.Width <= 2 * height && piece.Box.Top < bottom && piece.Box.Bottom > top).ToList();
        while (flat.Find(piece => (piece.Box.Left < left || piece.Box.Right > right)
            && piece.Box.Left - right <= GapShare * height && left - piece.Box.Right <= GapShare * height) is { Mass: > 0 } beside)
        {
            (left, right) = (Math.Min(left, beside.Box.Left), Math.Max(right, beside.Box.Right));
        }

        return (left, right);
    }

    private static TextBand Straight(RowPiece[] digits, int left, int right, double slope, int columns)
    {
        var top = Quantile(digits.Select(piece => (piece.Box.Top - Fall(piece), (double)piece.Box.Width)), 0.25);
        var bottom = Quantile(digits.Select(piece => (piece.Box.Bottom - Fall(piece), (double)piece.Box.Width)), 0.75);
        return new TextBand(top, bottom, left, right, slope);

        double Fall(RowPiece piece) => slope * ((piece.Box.Left + piece.Box.Right - columns + 1) / 2.0);
    }

    // The regression of rows on columns over the digits' ink.
    private static double FallOf(int[] pieceOf, bool[] isDigit, int rows, int columns)
    {
        var (count, sumX, sumY, sumXX, sumXY) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var piece = pieceOf[row * columns + column];
                if (piece >= 0 && isDigit[piece])
                {
                    (count, sumX, sumY) = (count + 1, sumX + column, sumY + row);
                    (sumXX, sumXY) = (sumXX + (double)column * column, sumXY + (double)column * row);
                }
            }
        }

        var slope = (count * sumXY - sumX * sumY) / (count * sumXX - sumX * sumX);
        return Math.Abs(slope) is >= MinSlope and <= MaxSlope ? slope : 0;
    }

    // The least value that this share of the weight does not exceed.
    private static double Quantile(IEnumerable<(double Value, double Weight)> values, double share)
    {
        var sorted = values.OrderBy(value => value.Value).ToList();
        var left = share * sorted.Sum(value => value.Weight);
        foreach (var (value, weight) in sorted)
        {
            left -= weight;
            if (left <= 0)
            {
                return value;
            }
        }

        return sorted[^1].Value;
    }
}
