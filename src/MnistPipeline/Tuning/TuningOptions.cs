namespace MnistPipeline.Tuning;

/// <summary>What a search varies, and how far it goes.</summary>
internal sealed record TuningOptions
{
    /// <summary>For names of <see cref="HyperParameter.All"/> texts that <see cref="SearchRange.Parse"/> takes; the others are not varied.</summary>
    public IReadOnlyDictionary<string, string> Ranges { get; init; } = HyperParameter.DefaultRanges;

    /// <summary>The points of a Latin hypercube to try: 1 to 100,000.</summary>
    public int Trials { get; init; } = 150;

    /// <summary>Whether every combination is trained to the end, instead of some points by successive halving.</summary>
    public bool IsGrid { get; init; }

    /// <summary>What is looked for beside accuracy.</summary>
    public Objective Objective { get; init; }

    /// <summary>When the search ends, whatever is under way; null for when all is done.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Returns these options if every one is in its range.</summary>
    /// <exception cref="BadInputException">An option is out of its range.</exception>
    public TuningOptions Validated()
    {
        if (Trials is < 1 or > 100_000)
        {
            throw new BadInputException($"Trials is {Trials:N0}: choose a whole number from 1 to 100,000.");
        }

        return TimeLimit is { } limit && limit <= TimeSpan.Zero
            ? throw new BadInputException($"TimeLimit is {limit}: choose a time above 0, or none.")
            : this;
    }
}
