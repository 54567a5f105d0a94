namespace MnistPipeline.Training.Negatives;

/// <summary>
/// Letters and signs that no hand writes as a digit, as pen strokes. A word a stroke: points as column 0 to 4 and row 0 to 6,
/// joined by straight lines, or after a tilde by a curve.
/// </summary>
internal static class LetterStrokes
{
    /// <summary>A letter's width.</summary>
    public const int Width = 4;

    private static readonly IReadOnlyList<IReadOnlyList<string>> Letters =
    [
        .. """
        062046 1434
        ~41300105164645
        40000646 0333
        400006 0333
        0006 4046 0343
        0006 400346
        000646
        0600234046
        06004640
        00064046
        0006 ~0050530303
        0006 ~0050530303 2346
        0040 2026
        ~0008484040
        002640
        0016223640
        0046 4006
        002340 2326
        0206 ~01202126 ~21404146
        0206 ~02214246
        ~0205164544 4246
        0006 400346 2046
        00064640 2026
        0040 1016 3036
        4000230646
        20064620
        2026 ~0005454040
        0343 2026 1135 1531
        1016 3036 0242 0444
        0242 0444
        0343 214325
        0006 ~03224346
        """.Split('\n').Select(line => line.TrimEnd('\r').Split(' ')),
    ];

    /// <summary>Adds a letter drawn by lot.</summary>
    /// <param name="sketch">What it is added to.</param>
    /// <param name="left">Where its left edge is.</param>
    /// <param name="top">Where its upper edge is.</param>
    /// <param name="unsteadiness">How far each point may lie off, where a letter is 4 wide and 6 high.</param>
    /// <param name="random">What to draw from.</param>
    public static void Add(Sketch sketch, float left, float top, float unsteadiness, ref SeededRandom random)
    {
        Span<(float X, float Y)> points = stackalloc (float X, float Y)[8];
        foreach (var stroke in Letters[random.NextIndex(Letters.Count)])
        {
            var isCurve = stroke[0] == '~';
            var count = stroke.Length / 2;
            for (var point = 0; point < count; point++)
            {
                var at = 2 * point + (isCurve ? 1 : 0);
                points[point] = (
                    left + (stroke[at] - '0') + random.NextSymmetric(unsteadiness),
                    top + (stroke[at + 1] - '0') + random.NextSymmetric(unsteadiness));
            }

            if (isCurve)
            {
                sketch.Curve(points[..count]);
            }
            else
            {
                sketch.Lines(points[..count]);
            }
        }
    }
}
