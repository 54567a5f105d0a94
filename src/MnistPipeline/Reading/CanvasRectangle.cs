namespace MnistPipeline.Reading;

/// <summary>Rows and columns, the last ones included; empty where the last comes before the first.</summary>
internal readonly record struct CanvasRectangle(int Top, int Bottom, int Left, int Right)
{
    /// <summary>The number of rows.</summary>
    public int Height => Bottom - Top + 1;

    /// <summary>The number of columns.</summary>
    public int Width => Right - Left + 1;

    /// <summary>Whether it has no pixel.</summary>
    public bool IsEmpty => Bottom < Top || Right < Left;
}
