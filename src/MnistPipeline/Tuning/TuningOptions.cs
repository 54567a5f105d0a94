using System.Text.Json.Serialization;

namespace MnistPipeline.Tuning;

/// <summary>What a search varies, and how far it goes.</summary>
internal sealed record TuningOptions
{
    /// <summary>The longest time that a timer can wait is a little longer.</summary>
    internal static readonly TimeSpan MaxTime = TimeSpan.FromDays(49);

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

    /// <summary>Whether other processes work on the trials of the run folder as well.</summary>
    [JsonIgnore]
    public bool IsShared { get; init; }

    /// <summary>Refuses what is out of its range.</summary>
    /// <exception cref="BadOptionException">An option is out of its range.</exception>
    internal void Check()
    {
        if (Ranges.FirstOrDefault(range => range.Value is null).Key is { } name)
        {
            throw new BadOptionException(nameof(Ranges), $"Ranges has null for {name}: give a range, or leave it out.");
        }

        BadOptionException.ThrowUnless(Trials, 1, 100_000, nameof(Trials));
        if (TimeLimit <= TimeSpan.Zero || TimeLimit > MaxTime)
        {
            throw new BadOptionException(nameof(TimeLimit), $"TimeLimit is {TimeLimit}: choose a time above 0 and of at most {MaxTime.TotalDays:N0} days, or none.");
        }
    }
}
