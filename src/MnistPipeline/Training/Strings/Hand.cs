namespace MnistPipeline.Training.Strings;

/// <summary>What the digits of one row have in common, as one writer wrote them.</summary>
/// <param name="Slant">Columns a row.</param>
/// <param name="Width">How wide digits are beside those of the data.</param>
/// <param name="Height">How high.</param>
/// <param name="Down">How many rows lower they stand.</param>
/// <param name="PenWidth">How wide the strokes of drawn digits are, in pixels.</param>
internal readonly record struct Hand(double Slant, double Width, double Height, double Down, float PenWidth)
{
    /// <summary>Draws a writer.</summary>
    public static Hand Draw(ref SeededRandom random) => new(
        random.NextSymmetric(0.3f),
        1 + random.NextSymmetric(0.2f),
        1 + random.NextSymmetric(0.1f),
        random.NextSymmetric(1.5f),
        1.4f + 2 * random.NextSingle());

    /// <summary>How this writer writes the next digit: nobody writes two alike.</summary>
    public AffineWarp Next(ref SeededRandom random)
    {
        var (sine, cosine) = Math.SinCos(random.NextSymmetric(8) * Math.PI / 180);
        var slant = Slant + random.NextSymmetric(0.08f);
        var width = Width * (1 + random.NextSymmetric(0.08f));
        var height = Height * (1 + random.NextSymmetric(0.1f));
        var centre = AffineWarp.Centre + Down + random.NextSymmetric(1.2f);

        // The inverse of slant * rotation * (width, height).
        var (xx, xy) = (cosine / width, (cosine * slant + sine) / width);
        var (yx, yy) = (-sine / height, (cosine - sine * slant) / height);
        return AffineWarp.About(xx, xy, yx, yy, AffineWarp.Centre, centre);
    }
}
