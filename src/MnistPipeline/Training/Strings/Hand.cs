namespace MnistPipeline.Training.Strings;

/// <summary>What the digits of one row have in common, as one writer wrote them.</summary>
/// <param name="Slant">Columns a row.</param>
/// <param name="Width">How wide digits are beside those of the data.</param>
/// <param name="Height">How high.</param>
/// <param name="Down">How many rows lower they stand.</param>
/// <param name="PenWidth">How wide the strokes of drawn digits are, in pixels.</param>
/// <param name="Strength">What the bounds of a digit's own distortion are multiplied by: 0 to 1.</param>
internal readonly record struct Hand(double Slant, double Width, double Height, double Down, float PenWidth, float Strength)
{
    /// <summary>Draws a writer.</summary>
    /// <param name="random">What to draw from.</param>
    /// <param name="strength">What the bounds are multiplied by: 0 to 1.</param>
    public static Hand Draw(ref SeededRandom random, float strength) => new(
        strength * random.NextSymmetric(0.3f),
        1 + strength * random.NextSymmetric(0.27f),
        1 + strength * random.NextSymmetric(0.1f),
        strength * random.NextSymmetric(1.5f),
        1.4f + 2 * random.NextSingle(),
        strength);

    /// <summary>How this writer writes the next digit: nobody writes two alike.</summary>
    public AffineWarp Next(ref SeededRandom random)
    {
        var (sine, cosine) = Math.SinCos(Strength * random.NextSymmetric(13) * Math.PI / 180);
        var slant = Slant + Strength * random.NextSymmetric(0.15f);
        var width = Width * (1 + Strength * random.NextSymmetric(0.15f));
        var height = Height * (1 + Strength * random.NextSymmetric(0.12f));
        var centre = AffineWarp.Centre + Down + Strength * random.NextSymmetric(1.2f);

        // The inverse of slant * rotation * (width, height).
        var (xx, xy) = (cosine / width, (cosine * slant + sine) / width);
        var (yx, yy) = (-sine / height, (cosine - sine * slant) / height);
        return AffineWarp.About(xx, xy, yx, yy, AffineWarp.Centre, centre);
    }
}
