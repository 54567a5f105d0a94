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

    // Other looks judge so many of the likeliest readings, those that are not e^12 times less likely than the first,
    private const int MaxCandidates = 12;
    private const double MinLead = -12;

    // and one of them alone rules out none.
    private const double MinSeen = -30;

    /// <summary>Ranks the readings of a row.</summary>
    /// <param name="logits">[step, class]: the digits' classes, and the last one for no digit, after the temperature.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="minLength">The fewest digits of a text.</param>
    /// <param name="maxLength">The most.</param>
    /// <param name="isAllowed">Whether a text of a right length may stand there; null for any.</param>
    /// <param name="list">The texts that may stand there; null for any.</param>
    public static RankedTexts Of(ReadOnlySpan<float> logits, int classes, int minLength, int maxLength, Func<int[], bool>? isAllowed, DigitTree? list = null)
    {
        var all = StringSearch.Run(logits, classes, 0, maxLength + 1, isAllowed is null || list is not null ? Width : ChoosyWidth);
        if (list is not null)
        {
            // Those of a long list may be far from what is likeliest without it.
            var listed = StringSearch.Run(logits, classes, minLength, maxLength, ChoosyWidth, list);
            all = [.. all.Where(reading => !list.Contains(reading.Text)).Concat(listed).OrderByDescending(reading => reading.LogProbability)];
        }

        var allowed = all
            .Where(reading => reading.Text.Length >= minLength && reading.Text.Length <= maxLength && list?.Contains(reading.Text) != false && isAllowed?.Invoke(reading.Text) != false)
            .ToList();

        // What was not found has the rest of the probability, and may be allowed as well; what was found and is not allowed is out of the question.
        var found = all.Sum(reading => Math.Exp(reading.LogProbability));
        return new RankedTexts(allowed, Math.Log(Math.Max(0, 1 - found) + allowed.Sum(reading => Math.Exp(reading.LogProbability))));
    }

    /// <summary>The likeliest of these readings, ranked anew after other looks at the row.</summary>
    /// <param name="looks">The steps of each other look: [step, class], after the temperature; and how it ranks the same texts.</param>
    /// <param name="classes">How many classes there are.</param>
    public RankedTexts After(IReadOnlyList<(float[] Logits, RankedTexts Texts)> looks, int classes)
    {
        var candidates = Readings.TakeWhile((reading, place) => place < MaxCandidates && reading.LogProbability > Readings[0].LogProbability + MinLead).ToList();
        var sums = candidates.ConvertAll(reading => reading.LogProbability - LogOfAll);
        var missed = 1 - sums.Sum(Math.Exp);
        foreach (var (logits, texts) in looks)
        {
            var logs = LogProbability.OfSteps(logits, classes);
            missed++;
            for (var candidate = 0; candidate < candidates.Count; candidate++)
            {
                var seen = TextLikelihood.Of(logs, classes, candidates[candidate].Text) - texts.LogOfAll;
                sums[candidate] += Math.Max(MinSeen, seen);
                missed -= Math.Exp(seen);
            }
        }

        // A reading is as likely as in the geometric mean of all looks; what none of the candidates is has what they leave in the mean.
        var count = looks.Count + 1;
        var readings = candidates.Select((reading, place) => reading with { LogProbability = sums[place] / count }).OrderByDescending(reading => reading.LogProbability).ToList();
        return new RankedTexts(readings, Math.Log(Math.Max(0, missed / count) + readings.Sum(reading => Math.Exp(reading.LogProbability))));
    }

    /// <summary>The same readings, those of each length ranked anew by what their digits show. How sure a length is stays: single digits do not tell whether one is missing.</summary>
    /// <param name="logs">For each reading the natural logarithm of how likely its digits are.</param>
    public RankedTexts AfterDigits(IReadOnlyList<double> logs)
    {
        var readings = Readings.Zip(logs).GroupBy(one => one.First.Text.Length).SelectMany(equallyLong =>
        {
            var before = LogOfSum(equallyLong.Select(one => one.First.LogProbability));
            var after = LogOfSum(equallyLong.Select(one => one.First.LogProbability + one.Second));
            return equallyLong.Select(one => one.First with { LogProbability = one.First.LogProbability + one.Second + before - after });
        });
        return this with { Readings = [.. readings.OrderByDescending(reading => reading.LogProbability)] };

        static double LogOfSum(IEnumerable<double> logs) => logs.Aggregate(LogProbability.None, LogProbability.Sum);
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
