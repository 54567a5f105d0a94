using MnistPipeline.Data;

namespace MnistPipeline.Tests.Stages;

/// <summary>Ways of a pen on square paper that reaches from -1 to 1 in both directions, downwards in y.</summary>
internal static class PenStrokes
{
    /// <summary>A 3 as it is written, in one stroke.</summary>
    public static (double X, double Y)[] Three { get; } = [.. Arc(-0.3, 0.3, 205, 450), .. Arc(0.32, 0.34, 275, 515)];

    /// <summary>The shape of a real digit, hatched: a stroke for each run of ink in a row, from the top down.</summary>
    public static IEnumerable<(double X, double Y)[]> Of(DigitSet digits, int index)
    {
        const int Side = 28, Ink = 128;
        const double Pen = 0.9;
        var pixels = digits.PixelsOf(index).ToArray();
        for (var row = 0; row < Side; row++)
        {
            for (var from = 0; from < Side; from++)
            {
                if (pixels[row * Side + from] < Ink)
                {
                    continue;
                }

                var to = from;
                while (to < Side && pixels[row * Side + to] >= Ink)
                {
                    to++;
                }

                // The pen has a width of its own, which belongs to the ink.
                var inset = Math.Min(Pen, (to - from) / 2.0);
                yield return [OnPaper(from + inset, row + 0.5), OnPaper(to - inset, row + 0.5)];
                from = to;
            }
        }
    }

    private static (double X, double Y) OnPaper(double column, double row) => ((column - 14) / 13, (row - 14) / 13);

    private static IEnumerable<(double X, double Y)> Arc(double centre, double radius, int from, int to) =>
        Enumerable.Range(0, 12).Select(step => double.DegreesToRadians(from + (to - from) * step / 11.0))
            .Select(angle => (radius * Math.Cos(angle), centre + radius * Math.Sin(angle)));
}
