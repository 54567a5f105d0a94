namespace MnistPipeline.Stages.FineTune;

/// <summary>What a run's <c>options.json</c> holds: enough to repeat the run.</summary>
internal sealed record FineTuneOptions : RunOptions
{
    public FineTuneOptions()
        : base(FineTuning)
    {
    }

    /// <summary>How to go on with labelled strings: half of what an epoch shows are those, half are composed.</summary>
    public static FineTuneOptions ForStrings { get; } = new()
    {
        StringsPerEpoch = 4000,
        Epochs = 12,
        BatchSize = 16,
        LearningRate = 0.001f,
        WarmUp = 0.15f,
        FrozenLayers = [],
        MinDigitsPerEpoch = 0,
        Augmentation = null,
        NegativeShare = 0,
        ValidationTolerance = 0.005,
        EarlyStopping = null,
    };

    /// <summary>The full path of the zip to go on from.</summary>
    public string? Model { get; init; }

    /// <summary>How many of the new digits are held out to test on, where they come without a test part; null for a sixth.</summary>
    public int? TestDigits { get; init; }

    /// <summary>The share of the other new digits that chooses the best epoch.</summary>
    public double ValidationSetFraction { get; init; } = new LeNet5Options().ValidationSetFraction;

    /// <summary>The full paths of the digits that the zip learned from; null for those that it names and that are still there.</summary>
    public IReadOnlyList<string>? OldData { get; init; }

    /// <summary>Whether old digits are replayed; otherwise they only show what was forgotten.</summary>
    public bool Replays { get; init; } = true;

    /// <inheritdoc/>
    internal override FineTuneOptions Checked()
    {
        _ = base.Checked();
        foreach (var path in OldData ?? [])
        {
            InputFile.CheckPath(path);
        }

        InputFile.CheckPath(Model ?? throw new BadInputException("The options name no model to go on from: give the options.json of a run of FineTune, or --model."));
        return Data is null ? throw new BadInputException("The options name no data to learn: give the options.json of a run of FineTune, or --data.") : this;
    }
}
