namespace MnistPipeline.Conditions;

/// <summary>The shape of ink in a square: how much of a place is covered, told without pixels.</summary>
/// <param name="cover">The share of a place that is covered, 0 to 1; both coordinates are shares of the square's side.</param>
internal sealed class Stroke(Func<double, double, double> cover)
{
    // A digit is enlarged so far before its strokes are thinned to lines.
    private const int Fine = 112;

    /// <summary>The share of a place that is covered.</summary>
    public double At(double x, double y) => cover(x, y);

    /// <summary>A digit as it is, its edges as sharp as a pen's.</summary>
    /// <param name="digit">784 bytes, 0 background, 255 ink.</param>
    /// <param name="pixels">The side of the square on the sheet, in pixels.</param>
    public static Stroke Of(byte[] digit, double pixels)
    {
        var sharpness = Math.Max(1, pixels / 28 / 1.5);
        var plane = Plane(digit);
        return new Stroke((x, y) => Math.Clamp((Bilinear(plane, 28, x, y, beyond: 0) - 0.5) * sharpness + 0.5, 0, 1));
    }

    /// <summary>A digit written with another pen.</summary>
    /// <param name="digit">784 bytes, 0 background, 255 ink.</param>
    /// <param name="width">The width of the pen's line, where the digit's box has 20; MNIST's pens have about 2.5.</param>
    /// <param name="hollow">The width of what the line leaves free in its middle.</param>
    /// <param name="edge">How far its edge is blurred.</param>
    public static Stroke WithPen(byte[] digit, double width, double hollow, double edge)
    {
        const double Unit = 28.0 / Fine;
        var plane = Plane(digit);
        var ink = new bool[Fine * Fine];
        for (var at = 0; at < ink.Length; at++)
        {
            ink[at] = Bilinear(plane, 28, (at % Fine + 0.5) / Fine, (at / Fine + 0.5) / Fine, beyond: 0) > 0.45;
        }

        var line = Skeleton.Of(ink, Fine);
        var distances = new double[ink.Length];
        for (var at = 0; at < distances.Length; at++)
        {
            distances[at] = line.Min(point => Math.Sqrt(Square(at % Fine - point % Fine) + Square(at / Fine - point / Fine))) * Unit;
        }

        return new Stroke((x, y) =>
        {
            var distance = Bilinear(distances, Fine, x, y, beyond: 28);
            return Math.Clamp((width / 2 - distance) / edge + 0.5, 0, 1) * Math.Clamp((distance - hollow / 2) / edge + 0.5, 0, 1);
        });
    }

    private static double[] Plane(byte[] digit) => Array.ConvertAll(digit, pixel => pixel / 255.0);

    private static double Bilinear(double[] plane, int side, double x, double y, double beyond)
    {
        var (column, row) = (x * side - 0.5, y * side - 0.5);
        var (left, top) = ((int)Math.Floor(column), (int)Math.Floor(row));
        var (right, down) = (column - left, row - top);
        return (Of(left, top) * (1 - right) + Of(left + 1, top) * right) * (1 - down)
            + (Of(left, top + 1) * (1 - right) + Of(left + 1, top + 1) * right) * down;

        double Of(int atColumn, int atRow) => (uint)atColumn < side && (uint)atRow < side ? plane[atRow * side + atColumn] : beyond;
    }

    private static double Square(double value) => value * value;
}
