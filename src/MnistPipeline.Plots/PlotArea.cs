using SkiaSharp;

namespace MnistPipeline.Plots;

/// <summary>A rectangle of a canvas with a horizontal and a vertical axis.</summary>
/// <param name="Canvas">Where it is drawn.</param>
/// <param name="Frame">The rectangle within the axes, in pixels.</param>
/// <param name="Horizontal">The values at its left and right edge.</param>
/// <param name="Vertical">The values at its lower and upper edge.</param>
internal sealed record PlotArea(SKCanvas Canvas, SKRect Frame, (double Low, double High) Horizontal, (double Low, double High) Vertical)
{
    /// <summary>The pixel of a point.</summary>
    public SKPoint At(double x, double y) => new(
        Frame.Left + (float)((x - Horizontal.Low) / (Horizontal.High - Horizontal.Low)) * Frame.Width,
        Frame.Bottom - (float)((y - Vertical.Low) / (Vertical.High - Vertical.Low)) * Frame.Height);

    /// <summary>
    /// Round numbers in an interval, about as many as asked for: multiples of 1, 2 or 5 times a power of ten.
    /// </summary>
    public static double[] RoundTicks((double Low, double High) interval, int about, double leastStep = 0)
    {
        var rough = (interval.High - interval.Low) / about;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = Math.Max(leastStep, power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
        var first = Math.Ceiling(interval.Low / step - 1e-9);
        var last = Math.Floor(interval.High / step + 1e-9);
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(index => (first + index) * step)];
    }

    /// <summary>The numbers of 1, 2 and 5 times a power of ten in an interval of logarithms, as logarithms to the base ten.</summary>
    public static double[] LogTicks((double Low, double High) interval) =>
        [.. from power in Enumerable.Range(-9, 19) from digit in (int[])[1, 2, 5] let tick = power + Math.Log10(digit) where tick >= interval.Low && tick <= interval.High select tick];

    /// <summary>Draws the title, the axes, a grid and the numbers at its lines.</summary>
    public void DrawAxes(
        string title, string horizontalName, double[] horizontalTicks, Func<double, string> horizontalLabel,
        double[] verticalTicks, Func<double, string> verticalLabel)
    {
        using var heading = new PlotText(17, bold: true);
        using var number = new PlotText(13);
        using var name = new PlotText(14);
        heading.Draw(Canvas, title, Frame.Left, Frame.Top - 28, SKTextAlign.Left, PlotStyle.Ink);
        name.Draw(Canvas, horizontalName, Frame.MidX, Frame.Bottom + 44, SKTextAlign.Center, PlotStyle.Muted);

        using var line = new SKPaint { Style = SKPaintStyle.Stroke, Color = PlotStyle.Grid, StrokeWidth = 1 };
        foreach (var tick in horizontalTicks)
        {
            var x = MathF.Round(At(tick, 0).X) + 0.5f;
            Canvas.DrawLine(x, Frame.Top, x, Frame.Bottom, line);
            number.Draw(Canvas, horizontalLabel(tick), x, Frame.Bottom + 18, SKTextAlign.Center, PlotStyle.Ink);
        }

        foreach (var tick in verticalTicks)
        {
            var y = MathF.Round(At(0, tick).Y) + 0.5f;
            Canvas.DrawLine(Frame.Left, y, Frame.Right, y, line);
            number.Draw(Canvas, verticalLabel(tick), Frame.Left - 9, y, SKTextAlign.Right, PlotStyle.Ink);
        }

        line.Color = PlotStyle.Muted;
        var (left, bottom) = (MathF.Round(Frame.Left) + 0.5f, MathF.Round(Frame.Bottom) + 0.5f);
        Canvas.DrawLine(left, Frame.Top, left, bottom, line);
        Canvas.DrawLine(left, bottom, Frame.Right, bottom, line);
    }

    /// <summary>Draws a line through points.</summary>
    public void DrawCurve(IReadOnlyList<(double X, double Y)> points, SKColor color, float width, SKPathEffect? pattern = null)
    {
        using var path = new SKPath();
        for (var index = 0; index < points.Count; index++)
        {
            var point = At(points[index].X, points[index].Y);
            if (index == 0)
            {
                path.MoveTo(point);
            }
            else
            {
                path.LineTo(point);
            }
        }

        using var pen = new SKPaint
        {
            Style = SKPaintStyle.Stroke,
            StrokeWidth = width,
            StrokeJoin = SKStrokeJoin.Round,
            Color = color,
            IsAntialias = true,
            PathEffect = pattern,
        };
        Canvas.DrawPath(path, pen);
    }

    /// <summary>Draws a disc at a point, or a ring.</summary>
    public void DrawMark(double x, double y, SKColor color, float radius, bool isRing = false)
    {
        using var paint = new SKPaint
        {
            Color = color,
            IsAntialias = true,
            Style = isRing ? SKPaintStyle.Stroke : SKPaintStyle.Fill,
            StrokeWidth = 1.5f,
        };
        Canvas.DrawCircle(At(x, y), radius, paint);
    }
}
