namespace MnistPipeline.Training;

/// <summary>What <c>metrics.json</c> of a run folder holds.</summary>
public sealed record RunMetrics
{
    /// <summary>The validation split, which chose; null where nothing was trained.</summary>
    public SplitMetrics? Validation { get; init; }

    /// <summary>The test split, which chose nothing; null where none was read.</summary>
    public SplitMetrics? Test { get; init; }

    /// <summary>The number of finished epochs.</summary>
    public int? Epochs { get; init; }

    /// <summary>What they took, validation included.</summary>
    public double? TrainingSeconds { get; init; }

    /// <summary>Training digits a second, validation not counted.</summary>
    public double? ImagesPerSecond { get; init; }

    /// <summary>The seed of all that was random.</summary>
    public int? Seed { get; init; }

    /// <summary>The engine and what it ran on.</summary>
    public string? Engine { get; init; }

    /// <summary>The number of the network's parameters.</summary>
    public int? Parameters { get; init; }
}

/// <summary>How well one split is read.</summary>
public sealed record SplitMetrics
{
    /// <summary>The share read right: 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>The mean softmax cross-entropy after the temperature, in nats.</summary>
    public double? LogLoss { get; init; }

    /// <summary>The expected calibration error: 0 to 1.</summary>
    public double? Ece { get; init; }
}
