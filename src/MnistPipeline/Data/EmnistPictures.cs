namespace MnistPipeline.Data;

/// <summary>EMNIST's pictures (Cohen, Afshar, Tapson, van Schaik 2017), which lie on their side: rows and columns are exchanged in all of its files.</summary>
internal static class EmnistPictures
{
    private const int MinOnes = 5;

    /// <summary>
    /// The pictures as they are to be seen. Where there are enough ones among ten digits, they tell: they are wider than high when they lie. Else the name of the
    /// file tells, as there is no such digit among letters.
    /// </summary>
    public static GreyPictures Upright(string path, GreyPictures pictures, string[] labels, DigitSourceOptions options)
    {
        if (pictures is not { Width: Digit.Size, Height: Digit.Size } || !(LieByOnes(pictures, labels) ?? IsNamedEmnist(path)))
        {
            return pictures;
        }

        options.Note($"{path}: its pictures lie on their side, as EMNIST's do, and were turned.");
        return pictures.Transposed();
    }

    private static bool IsNamedEmnist(string path) => Path.GetFileName(path).StartsWith("emnist", StringComparison.OrdinalIgnoreCase);

    private static bool? LieByOnes(GreyPictures pictures, string[] labels)
    {
        var names = labels.ToHashSet(StringComparer.Ordinal);
        int[] ones = names.Count == 10 && Enumerable.Range(0, 10).All(digit => names.Contains($"{digit}"))
            ? [.. Enumerable.Range(0, labels.Length).Where(index => labels[index] == "1").Take(1000)]
            : [];
        return ones.Length < MinOnes
            ? null
            : ones.Count(index => LiesOnItsSide(pictures.Pixels.AsSpan(index * Digit.Pixels, Digit.Pixels))) > 0.7 * ones.Length;
    }

    // Whether the ink is spread more over columns than over rows, on either polarity: what is seldom is ink.
    private static bool LiesOnItsSide(ReadOnlySpan<byte> grey)
    {
        var sum = 0;
        foreach (var pixel in grey)
        {
            sum += pixel;
        }

        var isInkDark = 2 * sum > byte.MaxValue * grey.Length;
        double mass = 0, x = 0, y = 0, xx = 0, yy = 0;
        for (var at = 0; at < grey.Length; at++)
        {
            var (row, column) = Math.DivRem(at, Digit.Size);
            double ink = isInkDark ? byte.MaxValue - grey[at] : grey[at];
            mass += ink;
            x += ink * column;
            y += ink * row;
            xx += ink * column * column;
            yy += ink * row * row;
        }

        return mass * xx - x * x > mass * yy - y * y;
    }
}
