namespace MnistPipeline.Reading.Rows;

/// <summary>Where the ink of one digit of a row is.</summary>
internal static class InkBox
{
    /// <summary>Ink up to this is the soft edge of a stroke.</summary>
    public const byte MaxEdge = 60;

    /// <summary>The rows and columns that ink takes between two columns of a row; all between them where there is none.</summary>
    /// <param name="row">28 rows.</param>
    /// <param name="columns">The row's columns.</param>
    /// <param name="first">The first column.</param>
    /// <param name="last">The last column.</param>
    public static CanvasRectangle Of(ReadOnlySpan<byte> row, int columns, int first, int last)
    {
        var (top, bottom, left, right) = (Digit.Size, -1, last, first);
        for (var line = 0; line < Digit.Size; line++)
        {
            for (var column = first; column <= last; column++)
            {
                if (row[line * columns + column] > MaxEdge)
                {
                    (top, bottom) = (Math.Min(top, line), line);
                    (left, right) = (Math.Min(left, column), Math.Max(right, column));
                }
            }
        }

        return bottom < 0 ? new CanvasRectangle(0, Digit.Size - 1, first, last) : new CanvasRectangle(top, bottom, left, right);
    }
}
