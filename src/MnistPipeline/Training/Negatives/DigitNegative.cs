using System.Numerics.Tensors;

namespace MnistPipeline.Training.Negatives;

/// <summary>Digits turned over so that they are none any more, and two or three side by side.</summary>
internal static class DigitNegative
{
    // Half a turn makes a 6 of a 9, and a mirror nearly a 2 of a 5; 0, 1 and 8 stay what they are.
    private static readonly IReadOnlyList<string> Mirrored = ["3", "4", "6", "7", "9"];
    private static readonly IReadOnlyList<string> TurnedAside = ["2", "3", "4", "5", "6", "7", "9"];

    /// <summary>Writes a digit mirrored, or turned by about a quarter.</summary>
    public static void Turned(TrainingDigits digits, ref SeededRandom random, Span<byte> target)
    {
        var isMirrored = random.NextIndex(2) == 0;
        var index = Draw(digits, isMirrored ? Mirrored : TurnedAside, ref random);
        if (index < 0)
        {
            return;
        }

        var (sine, cosine) = Math.SinCos(((isMirrored ? 0 : random.NextIndex(2) == 0 ? 90 : -90) + random.NextSymmetric(12)) * Math.PI / 180);
        var side = isMirrored ? -1 : 1;
        AffineWarp.About(side * cosine, side * -sine, sine, cosine, AffineWarp.Centre, AffineWarp.Centre).Apply(digits.AsRead(index), target);
    }

    /// <summary>Writes two or three digits side by side, so small that they are 20 pixels wide together.</summary>
    public static void SideBySide(TrainingDigits digits, ref SeededRandom random, Span<byte> target)
    {
        Span<byte> one = stackalloc byte[Digit.Pixels];
        var count = 2 + random.NextIndex(2);
        var advance = 20.0 / count * (0.85 + 0.2 * random.NextSingle());
        for (var digit = 0; digit < count; digit++)
        {
            var scale = 20 / advance * (0.6 + 0.5 * random.NextSingle());
            var centre = AffineWarp.Centre + (digit - (count - 1) / 2.0) * advance;
            AffineWarp.About(scale, 0, 0, scale, centre, AffineWarp.Centre + random.NextSymmetric(1))
                .Apply(digits.AsRead(random.NextIndex(digits.Count)), one);
            TensorPrimitives.Max(target, one, target);
        }
    }

    // Few digits may have none of these classes: then there is nothing to turn, and a blank is a negative too.
    private static int Draw(TrainingDigits digits, IReadOnlyList<string> classes, ref SeededRandom random)
    {
        const int Tries = 50;
        for (var tried = 0; tried < Tries; tried++)
        {
            var index = random.NextIndex(digits.Count);
            if (classes.Contains(digits.Classes[digits.Labels[index]]))
            {
                return index;
            }
        }

        return -1;
    }
}
