using MnistPipeline.Training;

namespace MnistPipeline.Tuning;

/// <summary>One point of a search, and what its training has come to.</summary>
internal sealed record Trial
{
    /// <summary>The number of the trial, from 1; 0 is the start of the search itself, for comparison.</summary>
    public required int Number { get; init; }

    /// <summary>The options that train it: the same bits as a training of its own with them.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>The folder of its <c>checkpoint</c> and <c>results.csv</c>; null where the search has none.</summary>
    public string? Folder { get; init; }

    /// <summary>The number of the network's parameters.</summary>
    public required int Parameters { get; init; }

    /// <summary>The multiply-adds that one digit takes.</summary>
    public required int MultiplyAdds { get; init; }

    /// <summary>What one digit takes alone on one core, in milliseconds; null unless it is looked for, and before it is measured.</summary>
    public double? Milliseconds { get; init; }

    /// <summary>Where it stands.</summary>
    public TrialState State { get; init; }

    /// <summary>The finished epochs.</summary>
    public IReadOnlyList<EpochMetrics> History { get; init; } = [];

    /// <summary>Where it stands within an epoch; null when it is not training.</summary>
    public TrainingProgress? Progress { get; init; }

    /// <summary>The epoch that scored best on the validation digits; null before the first.</summary>
    public EpochMetrics? Best => History.LastOrDefault(epoch => epoch.IsBest);

    /// <summary>What a search looks for few of.</summary>
    /// <returns>The cost in the objective's unit; 0 for accuracy alone, infinite where it is not measured.</returns>
    public double Cost(Objective objective) => objective switch
    {
        Objective.Parameters => Parameters,
        Objective.MultiplyAdds => MultiplyAdds,
        Objective.Milliseconds => Milliseconds ?? double.PositiveInfinity,
        _ => 0,
    };

    /// <summary>The best of the first epochs; null where it has none.</summary>
    internal EpochMetrics? BestOf(int epochs) => History.Take(epochs).LastOrDefault(epoch => epoch.IsBest);
}
