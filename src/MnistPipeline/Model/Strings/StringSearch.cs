namespace MnistPipeline.Model.Strings;

/// <summary>
/// Finds the likeliest texts of a row, each by all ways to spell it together: prefix search (Graves 2012, section 7.5) of which only the likeliest beginnings are
/// followed. They are kept for each length on their own, so that there is a reading of every length that the steps have room for.
/// </summary>
internal sealed class StringSearch
{
    // A digit less likely than e^-12 at a step is not followed there.
    private const double MinLog = -12;

    private readonly int _classes;
    private readonly List<Beginning> _followed = [];
    private readonly List<Beginning> _met = [];

    private StringSearch(int classes) => _classes = classes;

    private int NoDigit => _classes - 1;

    /// <summary>The likeliest texts first.</summary>
    /// <param name="logits">[step, class]: the digits' classes, and the last one for no digit.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="minLength">The fewest digits of a text, 0 or more.</param>
    /// <param name="maxLength">The most.</param>
    /// <param name="width">How many beginnings of each length are followed.</param>
    /// <returns>At most <paramref name="width"/> of each length; none where there are too few steps for so many digits.</returns>
    public static IReadOnlyList<StringReading> Run(ReadOnlySpan<float> logits, int classes, int minLength, int maxLength, int width)
    {
        var search = new StringSearch(classes);
        var nothing = new Beginning(null, -1) { NextWithoutDigit = 0 };
        nothing.Step();
        search._followed.Add(nothing);
        var logs = LogProbability.OfSteps(logits, classes);
        for (var start = 0; start < logs.Length; start += classes)
        {
            search.Advance(logs.AsSpan(start, classes), maxLength);
            search.Follow(width);
        }

        return
        [
            .. search._followed
                .Where(beginning => beginning.Length >= minLength)
                .Select(beginning => new StringReading(beginning.Text(), beginning.Likelihood))
                .OrderByDescending(reading => reading.LogProbability),
        ];
    }

    private void Advance(ReadOnlySpan<double> logs, int maxLength)
    {
        foreach (var beginning in _followed)
        {
            Meet(beginning).NextWithoutDigit = LogProbability.Sum(beginning.NextWithoutDigit, beginning.Likelihood + logs[NoDigit]);
            if (beginning.Length > 0)
            {
                beginning.NextWithDigit = LogProbability.Sum(beginning.NextWithDigit, beginning.WithDigit + logs[beginning.Digit]);
            }

            for (var digit = 0; digit < NoDigit && beginning.Length < maxLength; digit++)
            {
                if (logs[digit] >= MinLog)
                {
                    // The same digit again is another one only where no digit was between them.
                    var longer = Meet(beginning.FollowedBy(digit, NoDigit));
                    var before = digit == beginning.Digit ? beginning.WithoutDigit : beginning.Likelihood;
                    longer.NextWithDigit = LogProbability.Sum(longer.NextWithDigit, before + logs[digit]);
                }
            }
        }
    }

    private Beginning Meet(Beginning beginning)
    {
        if (!beginning.IsMet)
        {
            beginning.IsMet = true;
            _met.Add(beginning);
        }

        return beginning;
    }

    private void Follow(int width)
    {
        foreach (var beginning in _met)
        {
            beginning.Step();
        }

        _followed.Clear();
        _followed.AddRange(_met
            .Where(beginning => beginning.Likelihood > LogProbability.None)
            .GroupBy(beginning => beginning.Length)
            .SelectMany(ofLength => ofLength.OrderByDescending(beginning => beginning.Likelihood).Take(width)));
        _met.Clear();
    }

    /// <summary>The first digits of a text, and how likely the steps so far spell them.</summary>
    private sealed class Beginning(Beginning? shorter, int digit)
    {
        private Beginning?[]? _longer;

        private Beginning? Shorter { get; } = shorter;

        public int Digit { get; } = digit;

        public int Length { get; } = shorter is null ? 0 : shorter.Length + 1;

        public bool IsMet { get; set; }

        /// <summary>The last step showing the last digit, and showing none.</summary>
        public double WithDigit { get; private set; } = LogProbability.None;

        public double WithoutDigit { get; private set; } = LogProbability.None;

        /// <summary>Either.</summary>
        public double Likelihood { get; private set; } = LogProbability.None;

        public double NextWithDigit { get; set; } = LogProbability.None;

        public double NextWithoutDigit { get; set; } = LogProbability.None;

        public Beginning FollowedBy(int next, int digits) => (_longer ??= new Beginning?[digits])[next] ??= new Beginning(this, next);

        public void Step()
        {
            (WithDigit, WithoutDigit, IsMet) = (NextWithDigit, NextWithoutDigit, false);
            Likelihood = LogProbability.Sum(WithDigit, WithoutDigit);
            (NextWithDigit, NextWithoutDigit) = (LogProbability.None, LogProbability.None);
        }

        public int[] Text()
        {
            var text = new int[Length];
            for (var beginning = this; beginning.Length > 0; beginning = beginning.Shorter!)
            {
                text[beginning.Length - 1] = beginning.Digit;
            }

            return text;
        }
    }
}
