using System.Text.Json.Serialization;

namespace MnistPipeline.Evaluation;

/// <summary>What <c>metrics.json</c> of a run folder holds; what is null is left out.</summary>
internal sealed record RunMetrics
{
    /// <summary>The validation split, which chose; null where nothing was trained.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SplitMetrics? Validation { get; init; }

    /// <summary>The test split, which chose nothing; null where none was read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SplitMetrics? Test { get; init; }

    /// <summary>The number of finished epochs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Epochs { get; init; }

    /// <summary>What they took, validation included.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TrainingSeconds { get; init; }

    /// <summary>Training digits a second, validation not counted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ImagesPerSecond { get; init; }

    /// <summary>The seed of all that was random.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Seed { get; init; }

    /// <summary>The engine and what it ran on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Engine { get; init; }

    /// <summary>The number of the network's parameters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Parameters { get; init; }
}

/// <summary>How well one split is read.</summary>
internal sealed record SplitMetrics
{
    /// <summary>The share read right: 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>The mean softmax cross-entropy after the temperature, in nats.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LogLoss { get; init; }

    /// <summary>The expected calibration error: 0 to 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Ece { get; init; }

    /// <summary>The confidence below which answers are rejected so that errors are under 0.1 % of the others: 0 to 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RejectBelow { get; init; }

    /// <summary>The share that this rejects: 0 to 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Rejected { get; init; }

    /// <summary>What a report says of a split.</summary>
    public static SplitMetrics Of(ClassificationReport report) => new()
    {
        Accuracy = report.Accuracy,
        LogLoss = report.LogLoss,
        Ece = report.Calibration.ExpectedCalibrationError,
        RejectBelow = report.Rejection.FewestRejections?.RejectBelow,
        Rejected = report.Rejection.FewestRejections?.RejectedShare,
    };
}
