using System.Buffers.Binary;
using SkiaSharp;

namespace MnistPipeline.Evaluation;

/// <summary>One glyph of a TrueType font.</summary>
/// <param name="Data">Its entry in the table <c>glyf</c>, padded to four bytes; empty where it has no ink.</param>
/// <param name="Advance">How far the next glyph stands from this one, in font units.</param>
/// <param name="Left">Where its ink begins, in font units.</param>
internal sealed record TrueTypeGlyph(byte[] Data, int Advance, int Left = 0)
{
    /// <summary>The outline that a pen leaves.</summary>
    /// <param name="strokes">The pen's way, y upwards.</param>
    /// <param name="pen">Its width, caps and joins.</param>
    /// <param name="width">How far the next glyph stands from this one, in the units of the strokes.</param>
    /// <param name="scale">Font units in one unit of the strokes.</param>
    public static TrueTypeGlyph Outline(SKPath strokes, SKPaint pen, float width, float scale)
    {
        using var outline = pen.GetFillPath(strokes);
        outline.Transform(SKMatrix.CreateScale(scale, scale).PreConcat(SKMatrix.CreateTranslation(StrokeGlyphs.SideBearing, 0)));
        var contours = Contours(outline);
        var points = contours.SelectMany(contour => contour).ToList();
        var (left, right) = (points.Min(point => point.X), points.Max(point => point.X));

        var data = new List<byte>();
        Add(contours.Count, left, points.Min(point => point.Y), right, points.Max(point => point.Y));
        var last = -1;
        foreach (var contour in contours)
        {
            Add(last += contour.Count);
        }

        Add(0);
        data.AddRange(points.Select(point => (byte)(point.IsOnCurve ? 1 : 0)));
        AddDifferences(points.Select(point => point.X));
        AddDifferences(points.Select(point => point.Y));
        data.AddRange(new byte[(4 - data.Count % 4) % 4]);
        return new TrueTypeGlyph([.. data], (int)MathF.Round(width * scale), left);

        void Add(params ReadOnlySpan<int> words)
        {
            Span<byte> bytes = stackalloc byte[2];
            foreach (var word in words)
            {
                BinaryPrimitives.WriteInt16BigEndian(bytes, (short)word);
                data.AddRange(bytes);
            }
        }

        void AddDifferences(IEnumerable<int> coordinates)
        {
            var previous = 0;
            foreach (var coordinate in coordinates)
            {
                Add(coordinate - previous);
                previous = coordinate;
            }
        }
    }

    // TrueType knows lines and quadratic curves; Skia's pen leaves conics too, which two quadratic curves each stand for.
    private static List<List<Point>> Contours(SKPath outline)
    {
        var contours = new List<List<Point>>();
        using var iterator = outline.CreateRawIterator();
        var points = new SKPoint[4];
        for (var verb = iterator.Next(points); verb != SKPathVerb.Done; verb = iterator.Next(points))
        {
            switch (verb)
            {
                case SKPathVerb.Move:
                    contours.Add([On(points[0])]);
                    break;
                case SKPathVerb.Line:
                    contours[^1].Add(On(points[1]));
                    break;
                case SKPathVerb.Quad:
                    contours[^1].AddRange([Off(points[1]), On(points[2])]);
                    break;
                case SKPathVerb.Conic:
                    var quads = SKPath.ConvertConicToQuads(points[0], points[1], points[2], iterator.ConicWeight(), 1);
                    contours[^1].AddRange([Off(quads[1]), On(quads[2]), Off(quads[3]), On(quads[4])]);
                    break;
            }
        }

        return contours;
    }

    private static Point On(SKPoint point) => new((int)MathF.Round(point.X), (int)MathF.Round(point.Y), true);

    private static Point Off(SKPoint point) => new((int)MathF.Round(point.X), (int)MathF.Round(point.Y), false);

    private readonly record struct Point(int X, int Y, bool IsOnCurve);
}
