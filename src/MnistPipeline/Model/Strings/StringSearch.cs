namespace MnistPipeline.Model.Strings;

/// <summary>
/// Finds the likeliest texts of a row, each by all ways to spell it together: prefix search (Graves 2012, section 7.5) of which only the likeliest beginnings are
/// followed. They are kept for each length on their own, so that there is a reading of every length that the steps have room for.
/// </summary>
internal sealed class StringSearch
{
    // A digit less likely than this at a step is not followed there,
    private const double MinShare = 6e-6;

    // nor a beginning that is so many times less likely than the likeliest.
    private const double MinLikelihood = 1e-9;

    private readonly int _classes;
    private readonly DigitTree? _list;
    private readonly List<Beginning> _followed = [];
    private readonly List<Beginning> _met = [];

    // What the likeliest beginning, of which all others are shares, has become after each step.
    private double _logOfLikeliest;

    private StringSearch(int classes, DigitTree? list) => (_classes, _list) = (classes, list);

    private int NoDigit => _classes - 1;

    /// <summary>The likeliest texts first.</summary>
    /// <param name="logits">[step, class]: the digits' classes, and the last one for no digit.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="minLength">The fewest digits of a text, 0 or more.</param>
    /// <param name="maxLength">The most.</param>
    /// <param name="width">How many beginnings of each length are followed.</param>
    /// <param name="list">What alone is followed: the beginnings of these texts; null for all.</param>
    /// <returns>At most <paramref name="width"/> of each length; none where there are too few steps for so many digits.</returns>
    public static IReadOnlyList<StringReading> Run(ReadOnlySpan<float> logits, int classes, int minLength, int maxLength, int width, DigitTree? list = null)
    {
        var search = new StringSearch(classes, list);
        search._followed.Add(new Beginning(null, -1, DigitTree.Root) { WithoutDigit = 1 });
        var shares = Array.ConvertAll(LogProbability.OfSteps(logits, classes), Math.Exp);
        for (var start = 0; start < shares.Length; start += classes)
        {
            search.Advance(shares.AsSpan(start, classes), maxLength);
            search.Follow(width);
        }

        return
        [
            .. search._followed
                .Where(beginning => beginning.Length >= minLength && list?.IsText(beginning.Node) != false)
                .OrderByDescending(beginning => beginning.Likelihood)
                .Select(beginning => new StringReading(beginning.Text(), Math.Log(beginning.Likelihood) + search._logOfLikeliest)),
        ];
    }

    private void Advance(ReadOnlySpan<double> shares, int maxLength)
    {
        foreach (var beginning in _followed)
        {
            _ = Meet(beginning);
            beginning.NextWithoutDigit += beginning.Likelihood * shares[NoDigit];
            if (beginning.Length > 0)
            {
                beginning.NextWithDigit += beginning.WithDigit * shares[beginning.Digit];
            }

            for (var digit = 0; digit < NoDigit && beginning.Length < maxLength; digit++)
            {
                // The same digit again is another one only where no digit was between them.
                var before = digit == beginning.Digit ? beginning.WithoutDigit : beginning.Likelihood;
                if (shares[digit] >= MinShare && before * shares[digit] >= MinLikelihood && beginning.FollowedBy(digit, NoDigit, _list) is { } longer)
                {
                    Meet(longer).NextWithDigit += before * shares[digit];
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
        var likeliest = _met.Max(beginning => beginning.NextWithDigit + beginning.NextWithoutDigit);
        _logOfLikeliest += Math.Log(likeliest);
        foreach (var beginning in _met)
        {
            beginning.Step(likeliest);
        }

        _met.Sort(static (one, other) => one.Length != other.Length ? one.Length.CompareTo(other.Length) : other.Likelihood.CompareTo(one.Likelihood));
        _followed.Clear();
        var (length, ofLength) = (-1, 0);
        foreach (var beginning in _met)
        {
            (length, ofLength) = (beginning.Length, beginning.Length == length ? ofLength + 1 : 1);
            if (ofLength <= width && beginning.Likelihood >= MinLikelihood)
            {
                _followed.Add(beginning);
            }
        }

        _met.Clear();
    }

    /// <summary>The first digits of a text, and how likely the steps so far spell them.</summary>
    private sealed class Beginning(Beginning? shorter, int digit, int node)
    {
        private Beginning?[]? _longer;

        private Beginning? Shorter { get; } = shorter;

        /// <summary>Where it ends in the list; of no list the root.</summary>
        public int Node { get; } = node;

        public int Digit { get; } = digit;

        public int Length { get; } = shorter is null ? 0 : shorter.Length + 1;

        public bool IsMet { get; set; }

        /// <summary>The last step showing the last digit, and showing none.</summary>
        public double WithDigit { get; private set; }

        public double WithoutDigit { get; set; }

        /// <summary>Either.</summary>
        public double Likelihood => WithDigit + WithoutDigit;

        public double NextWithDigit { get; set; }

        public double NextWithoutDigit { get; set; }

        public Beginning? FollowedBy(int next, int digits, DigitTree? list)
        {
            _longer ??= new Beginning?[digits];
            if (_longer[next] is null && (list is null ? Node : list.Next(Node, next)) is { } longer)
            {
                _longer[next] = new Beginning(this, next, longer);
            }

            return _longer[next];
        }

        public void Step(double likeliest)
        {
            (WithDigit, WithoutDigit, IsMet) = (NextWithDigit / likeliest, NextWithoutDigit / likeliest, false);
            (NextWithDigit, NextWithoutDigit) = (0, 0);
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
