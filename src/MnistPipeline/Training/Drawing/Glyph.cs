namespace MnistPipeline.Training.Drawing;

/// <summary>
/// A letter or digit as pen strokes. Told as text with a word a stroke: points as a figure for the column and one for the row,
/// joined by straight lines, or after a tilde by a curve.
/// </summary>
internal sealed class Glyph
{
    private readonly (float X, float Y)[][] _strokes;
    private readonly bool[] _areCurves;

    /// <summary>A glyph out of its text, such as <c>062046 1434</c> for an A.</summary>
    public Glyph(string strokes)
    {
        var words = strokes.Split(' ');
        _areCurves = Array.ConvertAll(words, word => word[0] == '~');
        _strokes = Array.ConvertAll(words, word => word.TrimStart('~').Chunk(2).Select(point => ((float)(point[0] - '0'), (float)(point[1] - '0'))).ToArray());
    }

    /// <summary>The glyphs of a text with one a line.</summary>
    public static Glyph[] Lines(string text) => [.. text.Split('\n').Select(line => new Glyph(line.TrimEnd('\r')))];

    /// <summary>Adds the strokes.</summary>
    /// <param name="sketch">What they are added to.</param>
    /// <param name="left">What is added to each column.</param>
    /// <param name="top">What is added to each row.</param>
    /// <param name="unsteadiness">How far each point may lie off, in columns and in rows.</param>
    /// <param name="random">What to draw from.</param>
    public void AddTo(Sketch sketch, float left, float top, float unsteadiness, ref SeededRandom random)
    {
        Span<(float X, float Y)> points = stackalloc (float X, float Y)[16];
        for (var stroke = 0; stroke < _strokes.Length; stroke++)
        {
            var steady = _strokes[stroke];
            for (var point = 0; point < steady.Length; point++)
            {
                points[point] = (left + steady[point].X + random.NextSymmetric(unsteadiness), top + steady[point].Y + random.NextSymmetric(unsteadiness));
            }

            if (_areCurves[stroke])
            {
                sketch.Curve(points[..steady.Length]);
            }
            else
            {
                sketch.Lines(points[..steady.Length]);
            }
        }
    }
}
