namespace MnistPipeline.Training.Drawing;

/// <summary>Pen strokes as straight pieces, drawn into 28x28 pixels as the reading would place their ink: the longer side of its box 20 pixels, the middle of the ink on pixel (14, 14).</summary>
internal sealed class Sketch
{
    private const int Size = Digit.Size;
    private const int BoxSize = 20;
    private const int Middle = Size / 2;
    private const int PiecesOfCurve = 4;

    // Positions are whole 64ths of a pixel, so that a drawing has the same bits on every processor.
    private const int Unit = 64;

    private readonly List<(float FromX, float FromY, float ToX, float ToY)> _pieces = [];

    /// <summary>Adds a straight stroke.</summary>
    public void Line(float fromX, float fromY, float toX, float toY) => _pieces.Add((fromX, fromY, toX, toY));

    /// <summary>Adds straight strokes from point to point.</summary>
    public void Lines(ReadOnlySpan<(float X, float Y)> points)
    {
        for (var point = 1; point < points.Length; point++)
        {
            Line(points[point - 1].X, points[point - 1].Y, points[point].X, points[point].Y);
        }
    }

    /// <summary>Adds a smooth stroke that begins at the first point, ends at the last and is drawn towards those between: a quadratic spline.</summary>
    public void Curve(ReadOnlySpan<(float X, float Y)> points)
    {
        var (x, y) = points[0];
        for (var point = 1; point < points.Length - 1; point++)
        {
            var (towardsX, towardsY) = points[point];
            var (endX, endY) = points[point + 1];
            if (point < points.Length - 2)
            {
                (endX, endY) = ((towardsX + endX) / 2, (towardsY + endY) / 2);
            }

            var (lastX, lastY) = (x, y);
            for (var piece = 1; piece <= PiecesOfCurve; piece++)
            {
                var share = (float)piece / PiecesOfCurve;
                var (before, middle, after) = ((1 - share) * (1 - share), 2 * share * (1 - share), share * share);
                var (nextX, nextY) = (before * x + middle * towardsX + after * endX, before * y + middle * towardsY + after * endY);
                Line(lastX, lastY, nextX, nextY);
                (lastX, lastY) = (nextX, nextY);
            }

            (x, y) = (endX, endY);
        }
    }

    /// <summary>Turns, slants and stretches all strokes.</summary>
    /// <param name="degrees">The angle.</param>
    /// <param name="slant">Columns a row.</param>
    /// <param name="stretch">What the width is multiplied by.</param>
    public void Distort(float degrees, float slant, float stretch)
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        for (var piece = 0; piece < _pieces.Count; piece++)
        {
            var (fromX, fromY, toX, toY) = _pieces[piece];
            var (x, y) = Moved(fromX, fromY);
            var (endX, endY) = Moved(toX, toY);
            _pieces[piece] = (x, y, endX, endY);
        }

        (float X, float Y) Moved(float x, float y)
        {
            var slanted = (x - slant * y) * stretch;
            return ((float)(cosine * slanted - sine * y), (float)(sine * slanted + cosine * y));
        }
    }

    /// <summary>Draws all strokes.</summary>
    /// <param name="penWidth">The width of the pen, in pixels.</param>
    /// <param name="blur">How wide the edge of a stroke is, in pixels: above 0.</param>
    /// <param name="target">784 bytes, which become darker where a stroke is.</param>
    public void Draw(float penWidth, float blur, Span<byte> target)
    {
        float left = float.MaxValue, top = float.MaxValue, right = float.MinValue, bottom = float.MinValue;
        float length = 0, massX = 0, massY = 0;
        foreach (var (fromX, fromY, toX, toY) in _pieces)
        {
            left = MathF.Min(left, MathF.Min(fromX, toX));
            right = MathF.Max(right, MathF.Max(fromX, toX));
            top = MathF.Min(top, MathF.Min(fromY, toY));
            bottom = MathF.Max(bottom, MathF.Max(fromY, toY));
            var own = MathF.Sqrt((toX - fromX) * (toX - fromX) + (toY - fromY) * (toY - fromY));
            length += own;
            massX += own * (fromX + toX) / 2;
            massY += own * (fromY + toY) / 2;
        }

        // What is no wider than a point stays one.
        var scale = (BoxSize - penWidth) / MathF.Max(MathF.Max(right - left, bottom - top), 1e-3f);
        var (middleX, middleY) = length > 0 ? (massX / length, massY / length) : (left, top);
        var inner = ToUnits((penWidth - blur) / 2);
        var outer = Math.Max(inner + 1, ToUnits((penWidth + blur) / 2));
        foreach (var (fromX, fromY, toX, toY) in _pieces)
        {
            DrawPiece(ToUnits((fromX - middleX) * scale + Middle), ToUnits((fromY - middleY) * scale + Middle),
                ToUnits((toX - middleX) * scale + Middle), ToUnits((toY - middleY) * scale + Middle), inner, outer, target);
        }
    }

    /// <summary>Draws one straight stroke just where it is told, in pixels.</summary>
    public static void DrawStroke(float fromX, float fromY, float toX, float toY, float penWidth, float blur, Span<byte> target)
    {
        var inner = ToUnits((penWidth - blur) / 2);
        var outer = Math.Max(inner + 1, ToUnits((penWidth + blur) / 2));
        DrawPiece(ToUnits(fromX), ToUnits(fromY), ToUnits(toX), ToUnits(toY), inner, outer, target);
    }

    private static void DrawPiece(int fromX, int fromY, int toX, int toY, int inner, int outer, Span<byte> target)
    {
        var (stepX, stepY) = (toX - fromX, toY - fromY);
        var squaredLength = stepX * stepX + stepY * stepY;
        var (firstRow, lastRow) = Pixels(Math.Min(fromY, toY) - outer, Math.Max(fromY, toY) + outer);
        var (firstColumn, lastColumn) = Pixels(Math.Min(fromX, toX) - outer, Math.Max(fromX, toX) + outer);
        var (squaredInner, squaredOuter) = ((long)Math.Max(0, inner) * Math.Max(0, inner), (long)outer * outer);
        for (var row = firstRow; row <= lastRow; row++)
        {
            var y = row * Unit - fromY;
            for (var column = firstColumn; column <= lastColumn; column++)
            {
                ref var pixel = ref target[row * Size + column];
                if (pixel == byte.MaxValue)
                {
                    continue;
                }

                var x = column * Unit - fromX;
                var along = x * stepX + y * stepY;
                long squared;
                if (along > 0 && along < squaredLength)
                {
                    // Beside the piece the distance is to its line. Most pixels are too far off, and need no division.
                    var across = (long)x * stepY - (long)y * stepX;
                    if (across * across >= squaredOuter * squaredLength)
                    {
                        continue;
                    }

                    squared = across * across / squaredLength;
                }
                else
                {
                    // The nearer end.
                    var (nearX, nearY) = along >= squaredLength ? ((long)x - stepX, (long)y - stepY) : (x, y);
                    squared = nearX * nearX + nearY * nearY;
                }

                if (squared < squaredInner)
                {
                    pixel = byte.MaxValue;
                }
                else if (squared < squaredOuter)
                {
                    var ink = (outer - (int)MathF.Sqrt(squared)) * byte.MaxValue / (outer - inner);
                    pixel = (byte)Math.Max(pixel, Math.Min(ink, byte.MaxValue));
                }
            }
        }
    }

    private static (int First, int Last) Pixels(int from, int to) => (Math.Max(0, from / Unit), Math.Min(Size - 1, to / Unit + 1));

    private static int ToUnits(float pixels) => (int)MathF.Round(pixels * Unit);
}
