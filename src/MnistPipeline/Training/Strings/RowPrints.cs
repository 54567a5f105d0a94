namespace MnistPipeline.Training.Strings;

/// <summary>What forms, cheques and dirt leave in a row after the reading: lines beneath it, walls between digits, a pattern behind them, specks.</summary>
internal static class RowPrints
{
    private const int Rows = Digit.Size;

    // Lines are drawn in 64ths of a pixel, so that a row has the same bits on every processor.
    private const int Unit = 64;

    /// <summary>Adds prints to one row of three.</summary>
    /// <param name="row">[28 rows, columns], which become darker where something is printed.</param>
    /// <param name="columns">The row's columns.</param>
    /// <param name="extents">The columns of each digit's ink.</param>
    /// <param name="random">What to draw from.</param>
    public static void Add(Span<byte> row, int columns, ReadOnlySpan<Model.Strings.IndexRange> extents, ref SeededRandom random)
    {
        switch (random.NextIndex(24))
        {
            case < 2: Line(row, columns, 22 + 6 * random.NextSingle(), ref random); break;
            case < 3: Line(row, columns, 5 * random.NextSingle(), ref random); break;
            case < 5: Walls(row, columns, extents, ref random); break;
            case < 7: Pattern(row, columns, ref random); break;
            case < 8: Specks(row, columns, ref random); break;
            default: break;
        }
    }

    private static void Line(Span<byte> row, int columns, float middle, ref SeededRandom random)
    {
        var slope = random.NextSymmetric(0.03f);
        var (half, ink) = (Width(ref random) / 2, Ink(ref random));
        for (var column = 0; column < columns; column++)
        {
            Cover(row, columns, column, ToUnits(middle + slope * (column - columns / 2)), half, ink);
        }
    }

    // A wall stands between two digits, or beyond them, and between two lines: alone it would be a 1.
    private static void Walls(Span<byte> row, int columns, ReadOnlySpan<Model.Strings.IndexRange> extents, ref SeededRandom random)
    {
        var (half, ink) = (Width(ref random) / 2, Ink(ref random));
        var (top, bottom) = (random.NextIndex(2), Rows - 1 - random.NextIndex(2));
        for (var wall = 0; wall <= extents.Length; wall++)
        {
            var first = wall == 0 ? extents[0].First - 8 : extents[wall - 1].Last + 1;
            var last = wall == extents.Length ? first + 8 : extents[wall].First - 1;
            if (last < first || random.NextIndex(4) == 0)
            {
                continue;
            }

            var middle = (first + random.NextIndex(last - first + 1)) * Unit + random.NextIndex(Unit);
            for (var line = top; line <= bottom; line++)
            {
                for (var column = Math.Max(0, (middle - half) / Unit - 1); column <= Math.Min(columns - 1, (middle + half) / Unit + 1); column++)
                {
                    Darken(ref row[line * columns + column], half + Unit / 2 - Math.Abs(column * Unit - middle), ink);
                }
            }
        }

        for (var column = 0; column < columns; column++)
        {
            Cover(row, columns, column, top * Unit, half, ink);
            Cover(row, columns, column, bottom * Unit, half, ink);
        }
    }

    // Fine curves side by side, which may wind.
    private static void Pattern(Span<byte> row, int columns, ref SeededRandom random)
    {
        var (gap, slope) = (2.5f + 6 * random.NextSingle(), random.NextIndex(2) * random.NextSymmetric(1));
        var (wave, length) = (4 * random.NextSingle(), 8 + 24 * random.NextSingle());
        var (half, ink) = (ToUnits(0.2f + 0.5f * random.NextSingle()), 20 + random.NextIndex(180));
        var isCrossed = random.NextIndex(2) == 0;
        for (var column = 0; column < columns; column++)
        {
            var winding = wave * MathF.Sin(2 * MathF.PI * column / length);
            var start = slope * column % gap - gap;
            for (var middle = start; middle < Rows + gap; middle += gap)
            {
                Cover(row, columns, column, ToUnits(middle + winding), half, ink);
                if (isCrossed)
                {
                    Cover(row, columns, column, ToUnits(middle - winding), half, ink);
                }
            }
        }
    }

    private static void Specks(Span<byte> row, int columns, ref SeededRandom random)
    {
        for (var speck = 1 + random.NextIndex(columns / 3); speck > 0; speck--)
        {
            var at = random.NextIndex(row.Length);
            row[at] = (byte)Math.Max(row[at], Ink(ref random));
        }
    }

    // The pixels of one column that a line covers.
    private static void Cover(Span<byte> row, int columns, int column, int middle, int half, int ink)
    {
        for (var line = Math.Max(0, (middle - half) / Unit - 1); line <= Math.Min(Rows - 1, (middle + half) / Unit + 1); line++)
        {
            Darken(ref row[line * columns + column], half + Unit / 2 - Math.Abs(line * Unit - middle), ink);
        }
    }

    private static void Darken(ref byte pixel, int covered, int ink) =>
        pixel = (byte)Math.Max(pixel, Math.Clamp(covered, 0, Unit) * ink / Unit);

    private static int Width(ref SeededRandom random) => ToUnits(0.5f + 1.5f * random.NextSingle());

    private static int Ink(ref SeededRandom random) => 50 + random.NextIndex(206);

    private static int ToUnits(float pixels) => (int)MathF.Round(pixels * Unit);
}
