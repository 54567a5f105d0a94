namespace MnistPipeline.Training.Strings;

/// <summary>Distorts a whole row: slanted, wider or narrower, higher or lower, shifted, climbing or falling.</summary>
internal static class RowWarp
{
    private const int Size = Digit.Size;

    // Pixels are mixed in 256ths, so that a row has the same bits on every processor.
    private const int Unit = 256;

    /// <summary>A distorted row, of the same text.</summary>
    public static StringRow Draw(StringRow row, ref SeededRandom random)
    {
        var (width, height) = (1 + random.NextSymmetric(0.15f), 1 + random.NextSymmetric(0.1f));
        var (slant, slope) = (random.NextSymmetric(0.2f), random.NextSymmetric(0.02f));
        var shift = random.NextSymmetric(1.2f);
        var columns = Math.Max(Size, (int)(row.Columns * width));
        var pixels = new byte[Size * columns];
        for (var line = 0; line < Size; line++)
        {
            for (var column = 0; column < columns; column++)
            {
                var down = (line - (Size - 1) / 2f) / height;
                var x = column / width + slant * down;
                var y = down + (Size - 1) / 2f + shift + slope * (column - columns / 2);
                pixels[line * columns + column] = Sample(row, (int)MathF.Round(x * Unit), (int)MathF.Round(y * Unit));
            }
        }

        return row with { Pixels = pixels, Columns = columns };
    }

    private static byte Sample(StringRow row, int x, int y)
    {
        var (left, top, right, down) = (x >> 8, y >> 8, x & (Unit - 1), y & (Unit - 1));
        var upper = Of(left, top) * (Unit - right) + Of(left + 1, top) * right;
        var lower = Of(left, top + 1) * (Unit - right) + Of(left + 1, top + 1) * right;
        return (byte)((upper * (Unit - down) + lower * down) / (Unit * Unit));

        int Of(int column, int line) => (uint)column < (uint)row.Columns && (uint)line < Size ? row.Pixels[line * row.Columns + column] : 0;
    }
}
