namespace MnistPipeline.Reading;

/// <summary>Rows and columns of the reading's canvas, the last ones included; empty where the last comes before the first.</summary>
internal readonly record struct CanvasRectangle(int Top, int Bottom, int Left, int Right)
{
    /// <summary>No pixel.</summary>
    public static CanvasRectangle Empty => new(0, -1, 0, -1);

    /// <summary>The whole canvas.</summary>
    public static CanvasRectangle Whole => new(0, ReadingCanvas.Rows - 1, 0, ReadingCanvas.Columns - 1);

    /// <summary>The number of rows.</summary>
    public int Height => Bottom - Top + 1;

    /// <summary>The number of columns.</summary>
    public int Width => Right - Left + 1;
}
