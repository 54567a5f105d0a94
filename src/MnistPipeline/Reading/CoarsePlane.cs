namespace MnistPipeline.Reading;

/// <summary>
/// Half as many rows and columns as <see cref="ReadingCanvas"/>: enough to tell paper and pieces of ink by, at a quarter of the time.
/// </summary>
internal static class CoarsePlane
{
    /// <summary>Rows.</summary>
    public const int Rows = ReadingCanvas.Rows / 2;

    /// <summary>Columns.</summary>
    public const int Columns = ReadingCanvas.Columns / 2;

    /// <summary>Values with those beyond the sides.</summary>
    public const int Length = (Rows + 2 * PlaneShape.Margin) * (Columns + 2 * PlaneShape.Margin);

    /// <summary>Its rows and columns.</summary>
    public static PlaneShape Shape => new(Rows, Columns);

    /// <summary>All of its pixels.</summary>
    public static CanvasRectangle Whole => Shape.Whole;

    /// <summary>Where a row begins, without what lies beyond.</summary>
    public static int RowStart(int row) => Shape.RowStart(row);
}
