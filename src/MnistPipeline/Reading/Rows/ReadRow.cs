namespace MnistPipeline.Reading.Rows;

/// <summary>A row of digits as read from a picture.</summary>
/// <param name="Pixels">[28 rows, columns]: 0 background, 255 ink.</param>
/// <param name="Columns">How many columns there are, at least 28; 0 where the picture shows nothing.</param>
/// <param name="Place">Where it lies in the picture.</param>
internal sealed record ReadRow(byte[] Pixels, int Columns, RowPlace Place)
{
    /// <summary>A picture that shows nothing.</summary>
    public static ReadRow Nothing { get; } = new([], 0, default);
}

/// <summary>Where a row lies in its picture, in pixels of the picture.</summary>
/// <param name="Left">Where its first column begins.</param>
/// <param name="Top">Where its first row begins at that column.</param>
/// <param name="Step">Pixels for each of the row.</param>
/// <param name="Slope">Rows that it falls from one column to the next.</param>
internal readonly record struct RowPlace(double Left, double Top, double Step, double Slope)
{
    /// <summary>A place of the row.</summary>
    public (double X, double Y) At(double column, double row) => (Left + column * Step, Top + (row + Slope * column) * Step);
}
