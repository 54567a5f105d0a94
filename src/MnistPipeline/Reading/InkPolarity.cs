using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace MnistPipeline.Reading;

/// <summary>
/// Tells dark ink on light paper from light ink on dark, on a plane of half as many rows and columns. A stroke has paper on
/// both sides, so that its colour wins more ground where it grows into its surroundings than paper wins where it grows into the
/// stroke; at the edge of a shadow or of a table the two are equal. Around the picture there is more of what its rim
/// mostly shows, so that a digit that fills its picture has paper around it.
/// </summary>
internal static class InkPolarity
{
    /// <summary>How far ink and paper grow.</summary>
    public const int Reach = 3;

    /// <summary>How much a pixel of the rim counts beside an inner one: a digit is written inside its paper.</summary>
    public const int RimWeight = 9;

    // Windows of what lies around the picture reach as far again.
    private const int Margin = 2 * Reach;

    /// <summary>Whether ink is lighter than paper.</summary>
    /// <param name="plane">Grey.</param>
    /// <param name="shape">The plane's rows and columns.</param>
    /// <param name="inside">Where the picture lies on it.</param>
    [SkipLocalsInit]
    public static bool IsInkLight(ReadOnlySpan<byte> plane, PlaneShape shape, CanvasRectangle inside)
    {
        // The pixels that lie in the picture wholly.
        var picture = new CanvasRectangle((inside.Top + 1) / 2, (inside.Bottom - 1) / 2, (inside.Left + 1) / 2, (inside.Right - 1) / 2);
        if (picture.IsEmpty)
        {
            return false;
        }

        var (rows, columns) = (shape.Rows / 2, shape.Columns / 2);
        var stride = columns + 2 * Margin;
        var length = (rows + 2 * Margin) * stride;
        Span<byte> grey = stackalloc byte[length];
        Surround(grey, stride, picture, Draw(plane, shape, picture, grey, stride));
        Span<byte> grown = stackalloc byte[length];
        Span<byte> window = stackalloc byte[length];
        grey.CopyTo(window);

        // Windows of 1, 2 and 4 joined: 1 + 1, 2 + 2, and 4 and 4 with one in common; along rows, then along columns.
        ReadOnlySpan<int> shifts = [1, 2, 3, stride, 2 * stride, 3 * stride];
        foreach (var shift in shifts)
        {
            length -= shift;
            TensorPrimitives.Max(window[..length], window.Slice(shift, length), grown);
            grown[..length].CopyTo(window);
        }

        var growth = 2 * Sum(grey, Margin) - Sum(window, Margin - Reach);
        grey.CopyTo(window);
        length = grey.Length;
        foreach (var shift in shifts)
        {
            length -= shift;
            TensorPrimitives.Min(window[..length], window.Slice(shift, length), grown);
            grown[..length].CopyTo(window);
        }

        return growth - Sum(window, Margin - Reach) < 0;

        // The picture's pixels and those around it that it can grow over; windows stand where they begin.
        int Sum(ReadOnlySpan<byte> values, int start)
        {
            var sum = 0;
            for (var row = start - Reach; row < start + rows + Reach; row++)
            {
                foreach (var value in values.Slice(row * stride + start - Reach, columns + 2 * Reach))
                {
                    sum += value;
                }
            }

            return sum;
        }
    }

    // Draws the picture, each pixel the mean of 2x2, rounded, and returns the lightest or darkest grey, whichever its mean, with the rim counting more, is nearer to.
    private static byte Draw(ReadOnlySpan<byte> plane, PlaneShape shape, CanvasRectangle picture, Span<byte> grey, int stride)
    {
        var (least, most, rim) = (byte.MaxValue, byte.MinValue, 0);
        for (var row = picture.Top; row <= picture.Bottom; row++)
        {
            var upper = plane[shape.RowStart(2 * row)..];
            var lower = plane[shape.RowStart(2 * row + 1)..];
            var target = grey[((row + Margin) * stride + Margin)..];
            var isOuter = row == picture.Top || row == picture.Bottom;
            for (var column = picture.Left; column <= picture.Right; column++)
            {
                var mean = (byte)((upper[2 * column] + upper[2 * column + 1] + lower[2 * column] + lower[2 * column + 1] + 2) >> 2);
                target[column] = mean;
                least = Math.Min(least, mean);
                most = Math.Max(most, mean);
                rim += isOuter || column == picture.Left || column == picture.Right ? RimWeight * mean : mean;
            }
        }

        var inner = Math.Max(0, picture.Width - 2) * Math.Max(0, picture.Height - 2);
        var pixels = picture.Width * picture.Height;
        var weights = pixels * RimWeight - inner * (RimWeight - 1);

        // A picture so narrow is a 1 cut out along its ink, and has more ink than paper; most people write dark on light.
        var isNarrow = 2 * Math.Min(picture.Width, picture.Height) < Math.Max(picture.Width, picture.Height);
        return 4 * rim >= weights * (isNarrow ? 3 * least + most : 2 * (least + most)) ? most : least;
    }

    private static void Surround(Span<byte> grey, int stride, CanvasRectangle picture, byte value)
    {
        var start = (picture.Top + Margin) * stride + Margin + picture.Left;
        grey[..start].Fill(value);
        for (var row = picture.Top; row < picture.Bottom; row++, start += stride)
        {
            grey.Slice(start + picture.Width, stride - picture.Width).Fill(value);
        }

        grey[(start + picture.Width)..].Fill(value);
    }
}
