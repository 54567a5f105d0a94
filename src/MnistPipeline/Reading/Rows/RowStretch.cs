namespace MnistPipeline.Reading.Rows;

/// <summary>Makes a row of digits wider or narrower, about its middle; what is before the first digit and behind the last stays as wide as it is.</summary>
internal static class RowStretch
{
    // Pixels are mixed in 256ths, so that a row has the same bits on every processor.
    private const int Unit = 256;

    /// <summary>Stretches a row.</summary>
    /// <param name="row">28 rows.</param>
    /// <param name="columns">The row's columns, at least 28.</param>
    /// <param name="width">How wide a column becomes.</param>
    /// <returns>28 rows, and their columns, at least 28.</returns>
    public static (byte[] Pixels, int Columns) Run(ReadOnlySpan<byte> row, int columns, double width)
    {
        var stretched = Digit.Size + (int)Math.Round((columns - Digit.Size) * width);
        var pixels = new byte[Digit.Size * stretched];
        for (var column = 0; column < stretched; column++)
        {
            var place = (int)Math.Round(Unit * ((column - (stretched - 1) / 2.0) / width + (columns - 1) / 2.0));
            var (before, share) = (place >> 8, place & (Unit - 1));
            for (var line = 0; line < Digit.Size; line++)
            {
                var from = row.Slice(line * columns, columns);
                pixels[line * stretched + column] = (byte)((At(from, before) * (Unit - share) + At(from, before + 1) * share + Unit / 2) / Unit);
            }
        }

        return (pixels, stretched);

        static int At(ReadOnlySpan<byte> line, int column) => (uint)column < (uint)line.Length ? line[column] : 0;
    }
}
