using SkiaSharp;

namespace MnistPipeline.Plots;

/// <summary>Text on a canvas in one size and weight, drawn with a pen, so that it looks the same on a machine without a single font.</summary>
internal sealed class PlotText : IDisposable
{
    private readonly float _scale;
    private readonly SKPaint _pen;

    /// <summary>A size and weight.</summary>
    /// <param name="size">The height of a line, in pixels; capitals have about three quarters of it.</param>
    /// <param name="bold">Whether the pen is broad.</param>
    public PlotText(float size, bool bold = false)
    {
        Size = size;
        _scale = size / StrokeGlyphs.LineHeight;
        _pen = new SKPaint
        {
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = (bold ? 2.6f : 1.8f) * _scale,
            StrokeCap = SKStrokeCap.Round,
            StrokeJoin = SKStrokeJoin.Round,
        };
    }

    /// <summary>The size that the text was made with, in pixels.</summary>
    public float Size { get; }

    /// <summary>How many pixels wide a text is.</summary>
    public float Measure(string text) => _scale * text.Sum(character => StrokeGlyphs.For(character).Advance);

    /// <summary>The text if it is narrow enough, otherwise its beginning and an ellipsis.</summary>
    public string Fit(string text, float width)
    {
        if (Measure(text) <= width)
        {
            return text;
        }

        var length = text.Length - 1;
        while (length > 1 && Measure(text[..length] + "…") > width)
        {
            length--;
        }

        return text[..length] + "…";
    }

    /// <summary>Draws a text whose middle height lies at <paramref name="y"/>.</summary>
    public void Draw(SKCanvas canvas, string text, float x, float y, SKTextAlign align, SKColor color)
    {
        var left = align switch
        {
            SKTextAlign.Center => x - Measure(text) / 2,
            SKTextAlign.Right => x - Measure(text),
            _ => x,
        };
        using var strokes = Strokes(text, left, y + StrokeGlyphs.CapitalHeight / 2 * _scale);
        _pen.Color = color;
        canvas.DrawPath(strokes, _pen);
    }

    /// <summary>Draws a text that reads upwards and begins at a point.</summary>
    public void DrawUpwards(SKCanvas canvas, string text, float x, float y, SKTextAlign align, SKColor color)
    {
        _ = canvas.Save();
        canvas.Translate(x, y);
        canvas.RotateDegrees(-90);
        Draw(canvas, text, 0, 0, align, color);
        canvas.Restore();
    }

    // The glyphs have y upwards.
    private SKPath Strokes(string text, float left, float baseline)
    {
        var strokes = new SKPath();
        foreach (var character in text)
        {
            var (advance, data) = StrokeGlyphs.For(character);
            using var glyph = SKPath.ParseSvgPathData(data);
            glyph.Transform(new SKMatrix(_scale, 0, left + StrokeGlyphs.SideBearing * _scale, 0, -_scale, baseline, 0, 0, 1));
            strokes.AddPath(glyph);
            left += advance * _scale;
        }

        return strokes;
    }

    /// <inheritdoc/>
    public void Dispose() => _pen.Dispose();
}
