namespace MnistPipeline.Reading.Rows;

/// <summary>Where the ink of one digit of a row is.</summary>
internal static class InkBox
{
    // Ink up to this is the soft edge of a stroke.
    private const byte MaxEdge = 60;

    /// <summary>The rows and columns that ink takes between two columns of a row; all between them where there is none.</summary>
    /// <param name="row">The row.</param>
    /// <param name="first">The first column.</param>
    /// <param name="last">The last column.</param>
    public static CanvasRectangle Of(ReadRow row, int first, int last)
    {
        var (top, bottom, left, right) = (Digit.Size, -1, last, first);
        for (var line = 0; line < Digit.Size; line++)
        {
            for (var column = first; column <= last; column++)
            {
                if (row.Pixels[line * row.Columns + column] > MaxEdge)
                {
                    (top, bottom) = (Math.Min(top, line), line);
                    (left, right) = (Math.Min(left, column), Math.Max(right, column));
                }
            }
        }

        return bottom < 0 ? new CanvasRectangle(0, Digit.Size - 1, first, last) : new CanvasRectangle(top, bottom, left, right);
    }
}
