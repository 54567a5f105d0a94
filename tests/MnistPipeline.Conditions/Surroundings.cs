using Microsoft.ML.Data;
using SkiaSharp;

namespace MnistPipeline.Conditions;

/// <summary>Digits of one pen, and what cameras, scanners, forms and programs put around them.</summary>
internal static class Surroundings
{
    private const int Side = 300;

    /// <summary>The conditions that any reader copes with.</summary>
    public static IReadOnlyList<Condition> Clean { get; } =
    [
        new("28x28 as published", 0.993, (digit, random) => Reading.GreyPicture.Create(digit, 28, 28)),
        new("clean page", 0.993, (digit, random) => Page(digit, random).ToPicture()),
        new("chalk on a board", 0.993, (digit, random) => Page(digit, random).Inverted().Noise(6).ToPicture()),
        new("coloured paper", 0.993, (digit, random) => Page(digit, random).ToPicture(new SKColor(250, 214, 90))),
        new("pale ink", 0.993, (digit, random) => Page(digit, random, darkness: 60).ToPicture()),
        new("JPEG of quality 5", 0.99, (digit, random) => Page(digit, random).Noise(3).ToJpeg(5)),
        new("cut out along the ink", 0.99, CutOut),
        new("ruled paper", 0.99, (digit, random) => Ruled(digit, random, isSquared: false)),
        new("squared paper", 0.99, (digit, random) => Ruled(digit, random, isSquared: true)),
        new("black on transparent", 0.99, (digit, random) => Page(digit, random).ToTransparent(0)),
    ];

    /// <summary>The conditions of which each was misread by a reader that takes the page to be one grey.</summary>
    public static IReadOnlyList<Condition> Spoilt { get; } =
    [
        new("dark table along one side, 1 %", 0.97, (digit, random) => Turned(digit, random, (x, y) => x < 0.01 * Side, 35)),
        new("dark table along one side, 5 %", 0.97, (digit, random) => Turned(digit, random, (x, y) => x + 0.02 * y < 0.05 * Side, 45)),
        new("dark table along one side, 15 %", 0.97, (digit, random) => Turned(digit, random, (x, y) => x + 0.03 * y < 0.15 * Side, 30)),
        new("scanner's black edges, two sides", 0.97, (digit, random) => Turned(digit, random, (x, y) => x < 12 || y < 9, 4)),
        new("scanner's black edges, four sides", 0.97, (digit, random) => Turned(digit, random, (x, y) => Math.Min(Rim(x), Rim(y)) < 10, 4)),
        new("white card with rounded corners on black", 0.97, (digit, random) => Page(digit, random, 0.5).Cover((x, y) => !IsOnCard(x, y), 8).Noise(4).ToPicture()),
        new("light from one side, 240 to 80", 0.97, (digit, random) => Lit(digit, random, (x, y) => 1.02 - 0.68 * x / Side)),
        new("light from a corner", 0.97, (digit, random) => Lit(digit, random, (x, y) => 1.05 - 0.6 * (x + y) / (2 * Side))),
        new("vignette", 0.97, (digit, random) => Lit(digit, random, (x, y) => 1.05 - 0.35 * (Square(x / Side - 0.5) + Square(y / Side - 0.5)) * 4)),
        new("a shadow over a part, 45 % of the light", 0.97, (digit, random) => Lit(digit, random)),
        new("pencil, a phone's uneven light", 0.97, (digit, random) => Page(digit, random, darkness: 75).Light((x, y) => 1 - 0.35 * (0.7 * x + 0.3 * y) / Side).Noise(5).ToPicture()),
        new("a form's box, 8 of 300 pixels", 0.97, (digit, random) => Boxed(digit, random, 14, 8)),
        new("a form's box, 3 of 300 pixels", 0.97, (digit, random) => Boxed(digit, random, 20, 3)),
        new("a form's box, cut at the line", 0.97, (digit, random) => Boxed(digit, random, -1, 6)),
        new("a form's box, two sides of it", 0.97, (digit, random) => Turned(digit, random, (x, y) => x < 7 || y < 7, 20)),
        new("digit of 15 % of the height", 0.97, (digit, random) => Page(digit, random, 0.15, size: 480).ToPicture()),
        new("digit of 10 % of the height", 0.97, (digit, random) => Page(digit, random, 0.10, size: 480).ToPicture()),
        new("specks of dust", 0.97, (digit, random) => Page(digit, random).Specks(25, 3.5, 60).ToPicture()),
        new("pepper", 0.97, (digit, random) => Page(digit, random).Specks(450, 1.4, 20).ToPicture()),
        new("dark corner of a screenshot", 0.97, (digit, random) => Turned(digit, random, (x, y) => x < 60 && y < 40, 30)),
        new("wide banner", 0.97, (digit, random) => Banner(digit, random, 640, 110)),
        new("tall strip", 0.97, (digit, random) => Banner(digit, random, 110, 640)),
        new("white on transparent", 0.99, (digit, random) => Page(digit, random).ToTransparent(255)),
    ];

    private static Sheet Page(byte[] digit, Random random, double height = 0.55, double darkness = 200, int size = Side)
    {
        // A digit's box is 20 of 28 pixels high.
        var side = height * size * 28 / 20;
        var play = (size - side) / 4;
        var (left, top) = ((size - side) / 2 + play * (2 * random.NextDouble() - 1), (size - side) / 2 + play * (2 * random.NextDouble() - 1));
        return new Sheet(size, size, random).Ink(Stroke.Of(digit, side), left, top, side, darkness, degrees: 10 * random.NextDouble() - 5);
    }

    // What lies along the left or the upper edge may lie along any.
    private static MLImage Turned(byte[] digit, Random random, Func<double, double, bool> isCovered, double grey)
    {
        var page = Page(digit, random, 0.42);
        var turn = random.Next(4);
        return page.Cover(
            (x, y) => turn switch
            {
                0 => isCovered(x, y),
                1 => isCovered(Side - x, Side - y),
                2 => isCovered(y, Side - x),
                _ => isCovered(Side - y, x),
            },
            grey).Noise(4).ToPicture();
    }

    // Without a word on the light, a shadow lies over a part.
    private static MLImage Lit(byte[] digit, Random random, Func<double, double, double>? light = null)
    {
        var page = Page(digit, random);
        var share = light ?? Shadow(random, 0.45, 8);
        var (isMirrored, isSwapped) = (random.Next(2) == 0, random.Next(2) == 0);
        return page.Light((x, y) =>
        {
            var (across, down) = isSwapped ? (y, x) : (x, y);
            return share(isMirrored ? Side - across : across, down);
        }).Noise(3).ToPicture();
    }

    /// <summary>Light that is less on one side of a line that runs through the middle of the sheet or near it.</summary>
    public static Func<double, double, double> Shadow(Random random, double light, double softness)
    {
        var (sine, cosine) = Math.SinCos(2 * Math.PI * random.NextDouble());
        var distance = 0.2 * Side * (2 * random.NextDouble() - 1);
        return (x, y) => 1 - (1 - light) * Math.Clamp((cosine * (x - Side / 2) + sine * (y - Side / 2) - distance) / softness + 0.5, 0, 1);
    }

    private static MLImage Boxed(byte[] digit, Random random, double margin, double line) =>
        Page(digit, random).Cover((x, y) => IsOnBox(x, y, margin, line), 25).Noise(3).ToPicture();

    /// <summary>Whether a place is on the line of a box.</summary>
    public static bool IsOnBox(double x, double y, double margin, double line)
    {
        var rim = Math.Min(Rim(x), Rim(y));
        return rim >= margin && rim < margin + line;
    }

    private static MLImage Ruled(byte[] digit, Random random, bool isSquared)
    {
        var page = Page(digit, random, 0.5);
        var (gap, offset) = (38 + 10 * random.NextDouble(), 40 * random.NextDouble());
        return page.Light((x, y) => IsOnLine(y) || (isSquared && IsOnLine(x)) ? 0.8 : 1).Noise(3).ToPicture();

        bool IsOnLine(double place) => (place + offset) % gap < 2.2;
    }

    private static MLImage Banner(byte[] digit, Random random, int width, int height)
    {
        var side = 0.62 * 110 * 28 / 20;
        var (left, top) = ((width - side) * (width > height ? random.NextDouble() : 0.5), (height - side) * (height > width ? random.NextDouble() : 0.5));
        return new Sheet(width, height, random).Ink(Stroke.Of(digit, side), left, top, side).ToPicture();
    }

    private static MLImage CutOut(byte[] digit, Random random)
    {
        const int Scale = 5;
        int[] inked = [.. Enumerable.Range(0, 784).Where(at => digit[at] > 60)];
        var (left, right, top, bottom) = (inked.Min(at => at % 28), inked.Max(at => at % 28), inked.Min(at => at / 28), inked.Max(at => at / 28));
        return new Sheet((right - left + 1) * Scale, (bottom - top + 1) * Scale, random)
            .Ink(Stroke.Of(digit, 28 * Scale), -left * Scale, -top * Scale, 28 * Scale).ToPicture();
    }

    private static bool IsOnCard(double x, double y)
    {
        const double Margin = 16;
        const double Corner = 32;
        var (across, down) = (Math.Max(0, Margin + Corner - Rim(x)), Math.Max(0, Margin + Corner - Rim(y)));
        return Square(across) + Square(down) < Square(Corner);
    }

    private static double Rim(double place) => Math.Min(place, Side - place);

    private static double Square(double value) => value * value;
}
