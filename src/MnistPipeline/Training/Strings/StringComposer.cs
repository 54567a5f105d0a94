using System.Globalization;
using MnistPipeline.Model.Strings;
using MnistPipeline.Reading.Rows;
using MnistPipeline.Training.Drawing;

namespace MnistPipeline.Training.Strings;

/// <summary>
/// Sets digits side by side as one hand writes them, apart, tight, touching or overlapping, as the reading would give them. What is in a row depends on the
/// seed, the epoch, the place and the digits alone.
/// </summary>
/// <param name="digits">The digits, of which those as read are taken.</param>
internal sealed class StringComposer(TrainingDigits digits)
{
    /// <summary>The longest string.</summary>
    public const int MaxLength = 9;

    /// <summary>How much the digits of many hands are distorted, so that they are of one: 0 to 1.</summary>
    public const float HandStrength = 0.4f;

    // Strings that judge are of no epoch that trains.
    private const int JudgingEpoch = 0;

    private const int Margin = RowPlacement.Margin;

    // The digit that each class is.
    private readonly int[] _names = [.. digits.Classes.Select(name => int.Parse(name, CultureInfo.InvariantCulture))];

    /// <summary>Composes the string of one place that trains, of 1 to <see cref="MaxLength"/> digits.</summary>
    public StringRow Compose(int seed, int epoch, int place) => ComposeAny(seed, epoch, place, strength: 1);

    /// <summary>Composes the string of one place that validates or tests: no more distorted than what people hand in.</summary>
    public StringRow ComposeToJudge(int seed, int place) => ComposeAny(seed, JudgingEpoch, place, HandStrength);

    /// <summary>Composes a string.</summary>
    /// <param name="length">How many digits it has, 1 or more.</param>
    /// <param name="spacing">How near to each other they are; null for now so, now so.</param>
    /// <param name="random">What to draw from.</param>
    /// <param name="markShare">How often a mark stands before a digit or behind the last: 0 to 1.</param>
    /// <param name="drawnShare">How many digits are drawn as other hands write them: 0 to 1.</param>
    /// <param name="strength">How much digits are distorted: 0 to 1.</param>
    public StringRow Compose(int length, Spacing? spacing, ref SeededRandom random, float markShare = 0, float drawnShare = 0, float strength = 1)
    {
        var hand = Hand.Draw(ref random, strength);
        var line = new ComposedLine(2 * Margin + 4 * Digit.Size * (length + 1));
        var (text, extents) = (new int[length], new IndexRange[length]);
        Span<byte> glyph = stackalloc byte[Digit.Pixels];
        for (var place = 0; place <= length; place++)
        {
            if (random.NextSingle() < markShare)
            {
                glyph.Clear();
                Marks.Draw(ref random, glyph);
                _ = line.Add(glyph, Spacing.Apart, ref random);
            }

            if (place < length)
            {
                text[place] = DrawDigit(hand, drawnShare, ref random, glyph);
                extents[place] = line.Add(glyph, spacing ?? AnySpacing(ref random), ref random);
            }
        }

        var (pixels, columns) = line.Finish();
        return new StringRow(pixels, columns, text, extents);
    }

    private StringRow ComposeAny(int seed, int epoch, int place, float strength)
    {
        var random = SeededRandom.For(seed, RandomPurpose.Composition, epoch, place);
        var length = 1 + random.NextIndex(MaxLength);

        // One hand in two keeps to one spacing.
        Spacing? spacing = random.NextIndex(2) == 0 ? AnySpacing(ref random) : null;
        var row = Compose(length, spacing, ref random, markShare: random.NextIndex(5) == 0 ? 0.4f : 0, drawnShare: 0.1f, strength);
        RowPen.Rewrite(row.Pixels, row.Columns, ref random);
        RowPrints.Add(row.Pixels, row.Columns, row.Extents, ref random);
        return random.NextIndex(3) > 0 ? ScannedRow.Read(row, ref random) ?? row : row;
    }

    // Digits that touch are the hardest to tell apart, and strokes that cross are rare.
    private static Spacing AnySpacing(ref SeededRandom random) => random.NextIndex(12) switch
    {
        < 3 => Spacing.Apart,
        < 6 => Spacing.Tight,
        < 11 => Spacing.Touching,
        _ => Spacing.Overlapping,
    };

    // Returns the digit's class.
    private int DrawDigit(Hand hand, float drawnShare, ref SeededRandom random, Span<byte> glyph)
    {
        var index = random.NextIndex(digits.Count);
        Span<byte> drawn = stackalloc byte[Digit.Pixels];
        if (random.NextSingle() < drawnShare)
        {
            drawn.Clear();
            Allographs.Draw(_names[digits.Labels[index]], hand.PenWidth, ref random, drawn);
            hand.Next(ref random).Apply(drawn, glyph);
        }
        else
        {
            hand.Next(ref random).Apply(digits.AsRead(index), glyph);
        }

        return digits.Labels[index];
    }
}
