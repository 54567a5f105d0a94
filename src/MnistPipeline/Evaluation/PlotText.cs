using SkiaSharp;

namespace MnistPipeline.Evaluation;

/// <summary>Text on a canvas in one size and weight.</summary>
internal sealed class PlotText : IDisposable
{
    private readonly SKFont _font;
    private readonly SKPaint _paint = new() { IsAntialias = true };
    private readonly bool _isOutlined;

    public PlotText(PlotFont font, float size, bool bold = false)
    {
        _isOutlined = font.IsOutlined;
        _font = new SKFont(bold ? font.Bold : font.Regular, size)
        {
            Subpixel = true,
            Edging = SKFontEdging.Antialias,
            Hinting = SKFontHinting.None,
            LinearMetrics = true,
        };
    }

    /// <summary>The size that the text was made with, in pixels.</summary>
    public float Size => _font.Size;

    /// <summary>How many pixels wide a text is.</summary>
    public float Measure(string text) => _font.MeasureText(_font.Typeface.GetGlyphs(text));

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
        _paint.Color = color;
        var origin = new SKPoint(left, y + 0.36f * _font.Size);
        if (_isOutlined)
        {
            using var shapes = Outline(text, origin);
            canvas.DrawPath(shapes, _paint);
        }
        else
        {
            canvas.DrawText(text, origin.X, origin.Y, _font, _paint);
        }
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

    private SKPath Outline(string text, SKPoint origin)
    {
        var glyphs = _font.Typeface.GetGlyphs(text);
        var lefts = new float[glyphs.Length];
        _font.GetGlyphOffsets(glyphs, lefts, origin.X);
        var outline = new SKPath();
        foreach (var (glyph, left) in glyphs.Zip(lefts))
        {
            using var shape = _font.GetGlyphPath(glyph);
            if (shape is not null)
            {
                outline.AddPath(shape, left, origin.Y);
            }
        }

        return outline;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _font.Dispose();
        _paint.Dispose();
    }
}
