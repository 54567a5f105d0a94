namespace MnistPipeline.Tests.Reading;

/// <summary>A real digit on a sheet of 240x240 pixels, and what else cameras, scanners and forms put there.</summary>
internal sealed class PaperPictures
{
    /// <summary>Rows, and columns, of the sheet.</summary>
    public const int Size = 240;

    private const int Paper = 235;
    private const int InkDepth = 200;

    private readonly byte[] _digit;
    private readonly Random _random;

    /// <summary>Draws a digit on paper.</summary>
    /// <param name="digit">784 bytes, 0 background, 255 ink.</param>
    /// <param name="seed">Of the places of what is drawn beside it.</param>
    public PaperPictures(byte[] digit, int seed) => (_digit, _random) = (digit, new Random(seed));

    /// <summary>The names of the conditions, each with its picture as grey bytes of <see cref="Size"/> by <see cref="Size"/>.</summary>
    public IEnumerable<(string Name, byte[] Grey)> All()
    {
        yield return ("dark table along one side", Draw((x, _) => x < 26 ? 0.12 : 1));
        yield return ("sliver of a dark table", Draw((x, y) => y + x / 60 < 4 ? 0.1 : 1));
        yield return ("scanner's black edges", Draw((x, y) => x < 12 || y > Size - 9 ? 0.02 : 1));
        yield return ("card on black", Draw((x, y) => IsOnCard(x, y) ? 1 : 0.04));
        yield return ("light from one side", Draw((x, y) => 1 - 0.66 * (x + 0.3 * y) / (1.3 * Size)));
        yield return ("shadow over a half", Draw((x, y) => x + 0.4 * y > 0.62 * Size ? 0.45 : 1));
        yield return ("vignette", Draw((x, y) => 1.05 - 0.75 * (Square(x - Size / 2) + Square(y - Size / 2)) / Square(Size / 2) / 2));
        yield return ("pencil in uneven light", Draw((x, y) => 1 - 0.4 * y / Size, ink: 70, noise: 3));
        yield return ("form's box, 3 pixels", Draw((x, y) => IsOnBox(x, y, 18, 3) ? 0.1 : 1));
        yield return ("form's box, 7 pixels", Draw((x, y) => IsOnBox(x, y, 16, 7) ? 0.05 : 1));
        yield return ("two sides of a box", Draw((x, y) => x < 7 || y < 7 ? 0.05 : 1));
        yield return ("specks of dust", WithSpecks(24, 2));
        yield return ("pepper", WithSpecks(300, 1));
        yield return ("a sixth of the height", Draw((_, _) => 1, scale: 1 / 4.0));
        yield return ("chalk", Inverted(Draw((_, _) => 1)));
    }

    /// <summary>The digit alone on even paper.</summary>
    public byte[] Clean() => Draw((_, _) => 1);

    private byte[] WithSpecks(int count, int size)
    {
        var grey = Draw((_, _) => 1);
        for (var speck = 0; speck < count; speck++)
        {
            var (left, top) = (_random.Next(Size - size), _random.Next(Size - size));
            for (var y = top; y < top + size; y++)
            {
                grey.AsSpan(y * Size + left, size).Fill(20);
            }
        }

        return grey;
    }

    private static byte[] Inverted(byte[] grey) => [.. grey.Select(value => (byte)(byte.MaxValue - value))];

    // The share of the light that a place reflects is told by its coordinates; ink takes light away.
    private byte[] Draw(Func<double, double, double> light, int ink = InkDepth, double noise = 0, double scale = 1)
    {
        var grey = new byte[Size * Size];
        var pixel = Size / 28.0 * scale * 0.8;
        var edge = (Size - 28 * pixel) / 2;
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var coverage = Bilinear((x + 0.5 - edge) / pixel - 0.5, (y + 0.5 - edge) / pixel - 0.5) / byte.MaxValue;
                var value = (Paper - ink * coverage) * light(x, y) + noise * (2 * _random.NextDouble() - 1);
                grey[y * Size + x] = (byte)Math.Clamp(value, 0, byte.MaxValue);
            }
        }

        return grey;
    }

    private double Bilinear(double x, double y)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (right, down) = (x - left, y - top);
        return (At(left, top) * (1 - right) + At(left + 1, top) * right) * (1 - down) + (At(left, top + 1) * (1 - right) + At(left + 1, top + 1) * right) * down;
    }

    private double At(int x, int y) => x is < 0 or >= 28 || y is < 0 or >= 28 ? 0 : _digit[y * 28 + x];

    private static bool IsOnCard(double x, double y)
    {
        const double Margin = 14;
        const double Corner = 24;
        var across = Math.Max(0, Math.Abs(x - Size / 2) - (Size / 2 - Margin - Corner));
        var along = Math.Max(0, Math.Abs(y - Size / 2) - (Size / 2 - Margin - Corner));
        return across * across + along * along < Corner * Corner;
    }

    private static bool IsOnBox(double x, double y, double margin, double line)
    {
        var fromRim = Math.Min(Math.Min(x, y), Math.Min(Size - 1 - x, Size - 1 - y));
        return fromRim >= margin && fromRim < margin + line;
    }

    private static double Square(double value) => value * value;
}
