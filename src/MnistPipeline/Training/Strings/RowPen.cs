using System.Numerics.Tensors;

namespace MnistPipeline.Training.Strings;

/// <summary>Writes a row with another pen, or as another camera sees it: wider or thinner strokes, a faint hairline, blurred, paler.</summary>
internal static class RowPen
{
    private const int Full = 256;

    /// <summary>Rewrites a row, or leaves it as it is, as often as not.</summary>
    /// <param name="row">[28 rows, columns], changed.</param>
    /// <param name="columns">The row's columns.</param>
    /// <param name="random">What to draw from.</param>
    public static void Rewrite(Span<byte> row, int columns, ref SeededRandom random)
    {
        switch (random.NextIndex(20))
        {
            case < 3: Grow(row, columns, isInk: true, random.NextIndex(Full)); break;
            case < 7: Grow(row, columns, isInk: false, random.NextIndex(Full * 4 / 5)); break;
            case < 9: OtherPen.Hairline(row, row, edge: random.NextIndex(180), darkest: 90 + random.NextIndex(166), ref random); break;
            default: break;
        }

        for (var blur = random.NextIndex(8) - 5; blur > 0; blur--)
        {
            Blur(row, columns);
        }

        if (random.NextIndex(5) == 0)
        {
            var level = 110 + random.NextIndex(Full - 110);
            foreach (ref var pixel in row)
            {
                pixel = (byte)(pixel * level / Full);
            }
        }
    }

    // Ink, or paper, takes in the pixels beside it, in 256ths of the whole way.
    private static void Grow(Span<byte> row, int columns, bool isInk, int share)
    {
        var grown = row.ToArray();
        foreach (var step in (ReadOnlySpan<int>)[1, columns])
        {
            var onto = grown.AsSpan(step);
            var back = grown.AsSpan(0, grown.Length - step);
            if (isInk)
            {
                TensorPrimitives.Max(onto, row[..^step], onto);
                TensorPrimitives.Max(back, row[step..], back);
            }
            else
            {
                TensorPrimitives.Min(onto, row[..^step], onto);
                TensorPrimitives.Min(back, row[step..], back);
            }
        }

        for (var pixel = 0; pixel < row.Length; pixel++)
        {
            row[pixel] = (byte)(row[pixel] + (grown[pixel] - row[pixel]) * share / Full);
        }
    }

    /// <summary>Each pixel becomes half of itself and a quarter of its neighbours, along the rows and then along the columns.</summary>
    public static void Blur(Span<byte> row, int columns)
    {
        foreach (var step in (ReadOnlySpan<int>)[1, columns])
        {
            var old = row.ToArray();
            for (var pixel = step; pixel < row.Length - step; pixel++)
            {
                row[pixel] = (byte)((old[pixel - step] + 2 * old[pixel] + old[pixel + step] + 2) / 4);
            }
        }
    }
}
