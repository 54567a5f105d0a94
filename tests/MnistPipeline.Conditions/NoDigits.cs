using Microsoft.ML.Data;
using MnistPipeline.Plots;
using SkiaSharp;

namespace MnistPipeline.Conditions;

/// <summary>Pictures that show no digit.</summary>
internal static class NoDigits
{
    private const int Side = 300;

    // Those that no hand writes as a digit.
    private const string Letters = "ACEFHKMNPRTUVWXYadefhkmnrtuvwx";

    /// <summary>The kinds.</summary>
    public static IReadOnlyList<NoDigit> All { get; } =
    [
        new("blank sheet in even light", 0.005, random => Sheet(random).Noise(3).ToPicture()),
        new("blank sheet in uneven light", 0.005, random => Sheet(random).Light(Slope(random, 0.65)).Noise(3).ToPicture()),
        new("blank sheet, noise of a dark room", 0.005, random => Sheet(random).Light((_, _) => 0.4).Noise(25).ToPicture()),
        new("one colour", 0.005, random => Sheet(random).Cover((_, _) => true, random.Next(256)).ToPicture()),
        new("a shadow's edge", 0.02, random => Sheet(random).Light(Surroundings.Shadow(random, 0.3 + 0.4 * random.NextDouble(), 4 + 40 * random.NextDouble())).Noise(3).ToPicture()),
        new("a dark table's edge", 0.02, Table),
        new("an empty box of a form", 0.02, Box),
        new("noise", 0.02, random => Sheet(random).Cover((_, _) => true, 128).Noise(128).ToPicture()),
        new("letters", 0.02, Letter),
        new("scribbles", 0.02, Scribble),
        new("a line of text", 0.02, Text),
        new("specks of dust alone", 0.02, random => Sheet(random).Specks(5 + random.Next(30), 4, 60).ToPicture()),
    ];

    private static Sheet Sheet(Random random) => new(Side, Side, random);

    private static Func<double, double, double> Slope(Random random, double most)
    {
        var (sine, cosine) = Math.SinCos(2 * Math.PI * random.NextDouble());
        var depth = most * random.NextDouble();
        return (x, y) => 1 - depth * (0.5 + (cosine * (x - Side / 2) + sine * (y - Side / 2)) / Side / 1.5);
    }

    private static MLImage Table(Random random)
    {
        var (sine, cosine) = Math.SinCos(2 * Math.PI * random.NextDouble());
        var distance = Side * (0.1 + 0.35 * random.NextDouble());
        return Sheet(random).Cover((x, y) => cosine * (x - Side / 2) + sine * (y - Side / 2) > distance, 40).Noise(4).ToPicture();
    }

    private static MLImage Box(Random random)
    {
        var (margin, line) = (40 * random.NextDouble(), 2 + 8 * random.NextDouble());
        return Sheet(random).Cover((x, y) => Surroundings.IsOnBox(x, y, margin, line), 30).Noise(3).ToPicture();
    }

    private static MLImage Letter(Random random)
    {
        using var path = Written(Letters[random.Next(Letters.Length)].ToString());
        return Drawn(random, path, 0.35 + 0.3 * random.NextDouble(), 0.05f + 0.12f * random.NextSingle());
    }

    private static MLImage Text(Random random)
    {
        var words = Enumerable.Range(0, 2 + random.Next(3)).Select(_ => string.Concat(Enumerable.Range(0, 2 + random.Next(6)).Select(_ => (char)('a' + random.Next(26)))));
        using var path = Written(string.Join(' ', words));
        return Drawn(random, path, 0.06 + 0.06 * random.NextDouble(), 0.1f);
    }

    private static MLImage Scribble(Random random)
    {
        using var path = new SKPath();
        path.MoveTo(random.NextSingle(), random.NextSingle());
        for (var point = 6 + random.Next(16); point > 0; point--)
        {
            path.QuadTo(random.NextSingle(), random.NextSingle(), random.NextSingle(), random.NextSingle());
        }

        return Drawn(random, path, 0.4 + 0.3 * random.NextDouble(), 0.02f + 0.05f * random.NextSingle());
    }

    private static SKPath Written(string text)
    {
        var path = new SKPath();
        var right = 0f;
        foreach (var character in text)
        {
            var (advance, strokes) = StrokeGlyphs.For(character);
            using var glyph = SKPath.ParseSvgPathData(strokes);
            if (glyph is not null)
            {
                path.AddPath(glyph, right, 0);
            }

            right += advance;
        }

        path.Transform(SKMatrix.CreateScale(1, -1));
        return path;
    }

    // The path's height becomes a share of the sheet's, and no wider than nine tenths of it; the pen's width is a share of the path's height.
    private static MLImage Drawn(Random random, SKPath path, double height, float pen)
    {
        var bounds = path.TightBounds;
        var scale = (float)Math.Min(height * Side / bounds.Height, 0.9 * Side / bounds.Width);
        path.Transform(SKMatrix.CreateTranslation(-bounds.MidX, -bounds.MidY));
        path.Transform(SKMatrix.CreateSkew(0.4f * random.NextSingle() - 0.2f, 0));
        path.Transform(SKMatrix.CreateScale(scale, scale));
        path.Transform(SKMatrix.CreateRotationDegrees(16 * random.NextSingle() - 8));
        path.Transform(SKMatrix.CreateTranslation(Side / 2 + 20 * random.NextSingle(), Side / 2 + 20 * random.NextSingle()));
        using var bitmap = new SKBitmap(Side, Side, SKColorType.Gray8, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { IsStroke = true, IsAntialias = true, StrokeWidth = Math.Max(2, pen * bounds.Height * scale), StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round };
        canvas.Clear(SKColors.White);
        canvas.DrawPath(path, paint);
        canvas.Flush();
        var pixels = bitmap.GetPixelSpan().ToArray();
        return Sheet(random).Ink(new Stroke((x, y) => 1 - pixels[(int)(y * Side) * Side + (int)(x * Side)] / 255.0), 0, 0, Side).Noise(3).ToPicture();
    }
}
