using Microsoft.ML.Data;

namespace MnistPipeline.Reading.Rows;

/// <summary>A picture of a row of digits in grey, made as high as the reading needs it.</summary>
internal sealed class RowCanvas
{
    /// <summary>Its rows, unless the picture is so wide that there would be more than <see cref="MaxColumns"/> columns.</summary>
    public const int MaxRows = 96;

    /// <summary>The most columns.</summary>
    public const int MaxColumns = 1152;

    // Half as many have to fill a vector.
    private const int MinColumns = 32;

    private const int MinRows = 8;

    private RowCanvas(int rows, int columns, CanvasRectangle picture, double scale)
    {
        Rows = rows;
        Columns = columns;
        Picture = picture;
        Scale = scale;
        Grey = new byte[rows * columns];
    }

    /// <summary>Rows, an even number.</summary>
    public int Rows { get; }

    /// <summary>Columns, an even number.</summary>
    public int Columns { get; }

    /// <summary>[row, column].</summary>
    public byte[] Grey { get; }

    /// <summary>Where the picture lies: not everywhere, if it is narrow.</summary>
    public CanvasRectangle Picture { get; }

    /// <summary>Pixels of the canvas for each of the picture.</summary>
    public double Scale { get; }

    /// <summary>Draws a picture.</summary>
    public static RowCanvas Draw(MLImage picture)
    {
        var grey = new byte[picture.Width * picture.Height];
        if (ColouredPixels.Weigh(picture.Pixels, picture.PixelFormat == MLPixelFormat.Bgra32, grey))
        {
            ColouredPixels.LayOnWhite(picture.Pixels, grey);
        }

        return Draw(grey, picture.Width, picture.Height);
    }

    /// <summary>Draws a grey picture.</summary>
    public static RowCanvas Draw(ReadOnlySpan<byte> grey, int pictureWidth, int pictureHeight)
    {
        var scale = Math.Min((double)MaxRows / pictureHeight, (double)MaxColumns / pictureWidth);
        var (height, width) = (Even(pictureHeight * scale, MinRows), Even(pictureWidth * scale, 2));
        var columns = Math.Max(width, MinColumns);
        var left = (columns - width) / 4 * 2;
        var canvas = new RowCanvas(height, columns, new CanvasRectangle(0, height - 1, left, left + width - 1), scale);
        var drawn = TriangleFilter.Draw(grey, pictureHeight, pictureWidth, height, width);
        for (var row = 0; row < height; row++)
        {
            drawn.AsSpan(row * width, width).CopyTo(canvas.Grey.AsSpan(row * columns + left));
        }

        return canvas;
    }

    private static int Even(double extent, int least) => Math.Max(least, 2 * (int)Math.Round(extent / 2));
}
