using Microsoft.ML.Data;
using MnistPipeline.Training.Strings;

namespace MnistPipeline.Conditions.Strings;

/// <summary>Strings of digits on paper: with texture, uneven light, blur, noise and as JPEG.</summary>
internal static class StringKinds
{
    private const int Digits = 5;

    /// <summary>The kinds.</summary>
    public static IReadOnlyList<StringKind> All { get; } =
    [
        new("spaced", 0.97, 0.975, (composer, seed) => Written(composer, seed, Spacing.Apart)),
        new("tight", 0.965, 0.97, (composer, seed) => Written(composer, seed, Spacing.Tight)),
        new("touching", 0.88, 0.92, (composer, seed) => Written(composer, seed, Spacing.Touching)),
        new("overlapping", 0, 0, (composer, seed) => Written(composer, seed, Spacing.Overlapping)),
        new("boxes", 0.95, 0.96, Boxed),
        new("mixed", 0.94, 0.955, Mixed),
        new("1 to 9 digits", 0.92, 0.935, (composer, seed) => Written(composer, seed, Any(seed), 1 + seed % 9)),
        new("clean row, as composed", 0, 0, Clean),
        new("underlined", 0, 0, (composer, seed) => OnForm(composer, seed, isUnderlined: true)),
        new("pattern beneath", 0, 0, (composer, seed) => OnForm(composer, seed, isUnderlined: false)),
    ];

    // A picture of 28 rows, as programs make it.
    private static (MLImage, string) Clean(StringComposer composer, int seed)
    {
        var row = Row(composer, seed, Digits, Spacing.Apart);
        return (Reading.GreyPicture.Create(Array.ConvertAll(row.Pixels, ink => (byte)(255 - ink)), row.Columns, 28), string.Concat(row.Text));
    }

    private static (MLImage, string) Mixed(StringComposer composer, int seed) => (seed % 5) switch
    {
        0 => Boxed(composer, seed),
        1 => OnForm(composer, seed, isUnderlined: true),
        var kind => Written(composer, seed, kind == 2 ? Spacing.Touching : kind == 3 ? Spacing.Tight : Spacing.Apart),
    };

    private static (MLImage, string) Written(StringComposer composer, int seed, Spacing spacing, int digits = Digits)
    {
        var row = Row(composer, seed, digits, spacing);
        return (new PaperField(seed).Picture(new WrittenRow().Add(row, 0)), string.Concat(row.Text));
    }

    private static (MLImage, string) OnForm(StringComposer composer, int seed, bool isUnderlined)
    {
        var row = Row(composer, seed, Digits, Any(seed));
        var field = new PaperField(seed);
        if (isUnderlined)
        {
            field.Underline();
        }
        else
        {
            field.Pattern();
        }

        return (field.Picture(new WrittenRow().Add(row, 0)), string.Concat(row.Text));
    }

    private static (MLImage, string) Boxed(StringComposer composer, int seed)
    {
        var random = new Random(seed);
        var (written, pitch) = (new WrittenRow(), 22 + 10 * random.NextDouble());
        for (var place = 0; place < Digits; place++)
        {
            var one = Row(composer, seed * Digits + place, 1, Spacing.Apart);
            var middle = (one.Extents[0].First + one.Extents[0].Last + 1) / 2.0;
            var play = Math.Max(0, pitch - 3 - one.Extents[0].Count) / 2;
            written.Add(one, (place + 0.5) * pitch + play * 0.8 * (2 * random.NextDouble() - 1) - middle, 2 * random.NextDouble() - 1);
        }

        return (new PaperField(seed).Boxes(Digits, pitch).Picture(written), written.Text);
    }

    // Apart, tight or touching.
    private static Spacing Any(int seed) => (Spacing)(seed % 3);

    private static StringRow Row(StringComposer composer, int seed, int digits, Spacing spacing)
    {
        var random = SeededRandom.For(77, RandomPurpose.Composition, (int)spacing, seed);
        return composer.Compose(digits, spacing, ref random, strength: StringComposer.HandStrength);
    }
}
