using MnistPipeline.Model.Strings;
using MnistPipeline.Reading.Rows;

namespace MnistPipeline.Training.Strings;

/// <summary>
/// A row laid on paper, seen by a camera or a scanner, and read from that picture: with the blur, the noise, the band and the contrast that a reading ends with.
/// </summary>
internal static class ScannedRow
{
    // Pixels are mixed in 256ths, so that a picture has the same bits on every processor.
    private const int Unit = 256;

    // What is read at a scale that is farther from the true one was taken for something else.
    private const double MaxMisjudged = 1.6;

    /// <summary>Reads a row from a picture of it.</summary>
    /// <returns>The row as read; null where the reading missed it.</returns>
    public static StringRow? Read(StringRow row, ref SeededRandom random)
    {
        var scale = 1 + 2.2f * random.NextSingle();
        var (above, before) = (-2 + 12 * random.NextSingle(), -10 + 18 * random.NextSingle());
        var (height, width) = ((int)(scale * (Digit.Size + above - 2 + 12 * random.NextSingle())), (int)(scale * (row.Columns + before - 10 + 18 * random.NextSingle())));
        var slope = random.NextIndex(2) * random.NextSymmetric(0.06f);
        var grey = new byte[width * height];
        Draw(row, grey, width, scale, above, before, slope, ref random);
        for (var blur = random.NextIndex(6) - 3; blur > 0; blur--)
        {
            RowPen.Blur(grey, width);
        }

        AddNoise(grey, random.NextIndex(3) * random.NextIndex(8), ref random);
        var read = RowReading.Read(RowCanvas.Draw(grey, width, height));
        if (read.Columns == 0 || read.Place.Step / scale is > MaxMisjudged or < 1 / MaxMisjudged)
        {
            return null;
        }

        var extents = Array.ConvertAll(row.Extents, extent => new IndexRange(Column(extent.First), Column(extent.Last + 1) - 1));
        return Array.TrueForAll(extents, extent => extent.First >= 0 && extent.Last < read.Columns) ? new StringRow(read.Pixels, read.Columns, row.Text, extents) : null;

        int Column(int column) => (int)Math.Round(((column + before) * scale - read.Place.Left) / read.Place.Step);
    }

    private static void Draw(StringRow row, byte[] grey, int width, float scale, float above, float before, float slope, ref SeededRandom random)
    {
        var paper = 120 + random.NextIndex(135);
        var (ink, lightAcross, lightDown) = (60 + random.NextIndex(180), random.NextIndex(120) - 60, random.NextIndex(80) - 40);
        var height = grey.Length / width;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var column = (x + 0.5f) / scale - before - 0.5f;
                var line = (y + 0.5f) / scale - above - 0.5f - slope * (column - row.Columns / 2);
                var light = Unit + lightAcross * (2 * x - width) / width / 2 + lightDown * (2 * y - height) / height / 2;
                var covered = Unit * byte.MaxValue - Sample(row, (int)MathF.Round(column * Unit), (int)MathF.Round(line * Unit)) * ink / Unit;
                grey[y * width + x] = (byte)Math.Min(byte.MaxValue, paper * covered / byte.MaxValue * light / (Unit * Unit));
            }
        }
    }

    // The ink at a place, in 256ths, between the four pixels around it.
    private static int Sample(StringRow row, int column, int line)
    {
        var (left, top) = (column >> 8, line >> 8);
        if (left < 0 || top < 0 || left >= row.Columns - 1 || top >= Digit.Size - 1)
        {
            return 0;
        }

        var (right, down) = (column & (Unit - 1), line & (Unit - 1));
        var upper = row.Pixels.AsSpan(top * row.Columns + left, 2);
        var lower = row.Pixels.AsSpan((top + 1) * row.Columns + left, 2);
        return ((upper[0] * (Unit - right) + upper[1] * right) * (Unit - down) + (lower[0] * (Unit - right) + lower[1] * right) * down) / Unit;
    }

    private static void AddNoise(byte[] grey, int levels, ref SeededRandom random)
    {
        if (levels == 0)
        {
            return;
        }

        for (var start = 0; start < grey.Length; start += sizeof(ulong))
        {
            var bits = random.NextBits();
            for (var pixel = start; pixel < Math.Min(grey.Length, start + sizeof(ulong)); pixel++, bits >>= 8)
            {
                grey[pixel] = (byte)Math.Clamp(grey[pixel] + (int)(bits & 0xFF) * levels / 128 - levels, 0, byte.MaxValue);
            }
        }
    }
}
