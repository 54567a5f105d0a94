namespace MnistPipeline.Model.Strings;

/// <summary>The readings of a row that are allowed, the likeliest first, and how sure they are.</summary>
/// <param name="Readings">The allowed ones; empty where none is.</param>
/// <param name="LogOfAll">The natural logarithm of how likely it is that any allowed text stands there, those that were not looked at included.</param>
internal sealed record RankedTexts(IReadOnlyList<StringReading> Readings, double LogOfAll)
{
    /// <summary>The most digits of a text where nothing is known of it.</summary>
    public const int MaxLength = 16;

    // So many of the likeliest beginnings of each length are followed,
    private const int Width = 12;

    // and so many where the likeliest may not be allowed.
    private const int ChoosyWidth = 48;

    /// <summary>Ranks the readings of a row.</summary>
    /// <param name="logits">[step, class]: the digits' classes, and the last one for no digit, after the temperature.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="minLength">The fewest digits of a text.</param>
    /// <param name="maxLength">The most.</param>
    /// <param name="isAllowed">Whether a text of a right length may stand there; null for any.</param>
    public static RankedTexts Of(ReadOnlySpan<float> logits, int classes, int minLength, int maxLength, Func<int[], bool>? isAllowed)
    {
        var all = StringSearch.Run(logits, classes, 0, maxLength + 1, isAllowed is null ? Width : ChoosyWidth);
        var allowed = all
            .Where(reading => reading.Text.Length >= minLength && reading.Text.Length <= maxLength && isAllowed?.Invoke(reading.Text) != false)
            .ToList();

        // What was not found has the rest of the probability, and may be allowed as well; what was found and is not allowed is out of the question.
        var found = all.Sum(reading => Math.Exp(reading.LogProbability));
        return new RankedTexts(allowed, Math.Log(Math.Max(0, 1 - found) + allowed.Sum(reading => Math.Exp(reading.LogProbability))));
    }

    /// <summary>How sure a reading is: 0 to 1.</summary>
    public double Confidence(int reading) => Math.Exp(Readings[reading].LogProbability - LogOfAll);

    /// <summary>How sure a digit of the first reading is, whatever the others are: 0 to 1.</summary>
    public double ConfidenceOf(int digit)
    {
        var first = Readings[0].Text;
        return Readings
            .Where(reading => reading.Text.Length == first.Length && reading.Text[digit] == first[digit])
            .Sum(reading => Math.Exp(reading.LogProbability - LogOfAll));
    }
}
