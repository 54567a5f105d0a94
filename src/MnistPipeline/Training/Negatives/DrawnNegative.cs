using MnistPipeline.Training.Drawing;

namespace MnistPipeline.Training.Negatives;

/// <summary>Drawings of no digit: letters, strokes beside and across each other, scribbles, lines of text.</summary>
internal static class DrawnNegative
{
    private const float Grid = 6;

    /// <summary>Draws a letter as many hands would.</summary>
    public static void Letter(ref SeededRandom random, Span<byte> target)
    {
        var sketch = new Sketch();
        Letters.Draw(ref random).AddTo(sketch, 0, 0, 0.35f, ref random);
        Draw(sketch, 10, ref random, target);
    }

    /// <summary>Draws four to seven strokes, straight or bent, of which some go on where the last one ended.</summary>
    public static void Strokes(ref SeededRandom random, Span<byte> target)
    {
        var sketch = new Sketch();
        var (x, y) = (Grid * random.NextSingle(), Grid * random.NextSingle());
        for (var stroke = 4 + random.NextIndex(4); stroke > 0; stroke--)
        {
            if (random.NextIndex(2) == 0)
            {
                (x, y) = (Grid * random.NextSingle(), Grid * random.NextSingle());
            }

            // A stroke that is too short would leave too few to be seen.
            var (toX, toY) = (x, y);
            while ((toX - x) * (toX - x) + (toY - y) * (toY - y) < Grid * Grid / 9)
            {
                (toX, toY) = (Grid * random.NextSingle(), Grid * random.NextSingle());
            }

            if (random.NextIndex(3) == 0)
            {
                sketch.Curve([(x, y), (x + random.NextSymmetric(Grid), y + random.NextSymmetric(Grid)), (toX + random.NextSymmetric(Grid), toY + random.NextSymmetric(Grid)), (toX, toY)]);
            }
            else
            {
                sketch.Line(x, y, toX, toY);
            }

            (x, y) = (toX, toY);
        }

        Draw(sketch, 90, ref random, target);
    }

    /// <summary>Draws a pen that wanders, to and fro or anywhere.</summary>
    public static void Scribble(ref SeededRandom random, Span<byte> target)
    {
        var sketch = new Sketch();
        Span<(float X, float Y)> points = stackalloc (float X, float Y)[30];
        points = points[..(9 + random.NextIndex(22))];
        var wanders = random.NextIndex(2) == 0;
        for (var point = 0; point < points.Length; point++)
        {
            points[point] = wanders
                ? (Grid * random.NextSingle(), Grid * random.NextSingle())
                : (Grid * point / points.Length + random.NextSymmetric(1), point % 2 * Grid * (0.3f + 0.7f * random.NextSingle()));
        }

        if (random.NextIndex(3) == 0)
        {
            sketch.Lines(points);
        }
        else
        {
            sketch.Curve(points);
        }

        Draw(sketch, 90, ref random, target);
    }

    /// <summary>Draws a line or a few of small letters.</summary>
    public static void Text(ref SeededRandom random, Span<byte> target)
    {
        const float LineHeight = 9;
        const float Advance = Letters.Width + 1.5f;
        var sketch = new Sketch();
        var letters = 2 + random.NextIndex(9);
        var lines = 1 + random.NextIndex(Math.Min(3, letters));
        for (var line = 0; line < lines; line++)
        {
            for (var letter = 0; letter < letters; letter++)
            {
                if (random.NextIndex(6) > 0)
                {
                    Letters.Draw(ref random).AddTo(sketch, Advance * letter, LineHeight * line, 0.3f, ref random);
                }
            }
        }

        // Where all letters were spaces, one is not.
        Letters.Draw(ref random).AddTo(sketch, Advance * letters, 0, 0.3f, ref random);
        sketch.Distort(random.NextSymmetric(5), random.NextSymmetric(0.3f), 0.8f + 0.4f * random.NextSingle());
        sketch.Draw((0.5f + random.NextSingle()) * 3 / (2 + MathF.Sqrt(letters)), 1, target);
    }

    private static void Draw(Sketch sketch, float degrees, ref SeededRandom random, Span<byte> target)
    {
        sketch.Distort(random.NextSymmetric(degrees), random.NextSymmetric(0.3f), 0.6f + 0.9f * random.NextSingle());
        sketch.Draw(1 + 3 * random.NextSingle(), 0.5f + 1.2f * random.NextSingle(), target);
    }
}
