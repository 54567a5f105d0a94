using System.Text.Json.Serialization;

namespace MnistPipeline.Evaluation;

/// <summary>What a run measured: its <c>metrics.json</c>, and what a model file tells of its training. What is null is left out.</summary>
internal sealed record RunMetrics
{
    /// <summary>The validation split, which chose; null where nothing was trained.</summary>
    public SplitMetrics? Validation { get; init; }

    /// <summary>The test split, which chose nothing; null where none was read.</summary>
    public SplitMetrics? Test { get; init; }

    /// <summary>The test split as the network read it that a fine-tuning went on from.</summary>
    public SplitMetrics? TestBefore { get; init; }

    /// <summary>The test split of the earlier training, of a fine-tuning alone.</summary>
    public SplitMetrics? OldTest { get; init; }

    /// <summary>The same as the network read it that the fine-tuning went on from.</summary>
    public SplitMetrics? OldTestBefore { get; init; }

    /// <summary>The number of finished epochs.</summary>
    public int? Epochs { get; init; }

    /// <summary>What they took, validation included.</summary>
    public double? TrainingSeconds { get; init; }

    /// <summary>Digits a second: trained on, validation not counted, or scored.</summary>
    public double? ImagesPerSecond { get; init; }

    /// <summary>The seed of all that was random.</summary>
    public int? Seed { get; init; }

    /// <summary>The engine and what it ran on.</summary>
    public string? Engine { get; init; }

    /// <summary>The number of the network's parameters.</summary>
    public int? Parameters { get; init; }

    /// <summary>The full path of the model that was evaluated.</summary>
    public string? Model { get; init; }

    /// <summary>The full path of the digits that it was evaluated on.</summary>
    public string? Data { get; init; }

    /// <summary>Which part of them: train, test or all.</summary>
    public string? Part { get; init; }

    /// <summary>What the test split says of each class, of an evaluation alone.</summary>
    public ReportMetrics? Report { get; init; }

    /// <summary>How strings of each length were read, of an evaluation of strings alone.</summary>
    public IReadOnlyList<LengthMetrics>? Lengths { get; init; }

    /// <summary>What the confidence that the training's validation digits chose does on the test split.</summary>
    public RejectionMetrics? ValidationConfidence { get; init; }
}

/// <summary>How well one split is read.</summary>
internal sealed record SplitMetrics
{
    /// <summary>The share read right: 0 to 1. Of strings, wholly.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Of strings alone, the digits that have to be changed, added or taken out, for each that there is.</summary>
    public double? DigitErrorRate { get; init; }

    /// <summary>The mean softmax cross-entropy after the temperature, in nats.</summary>
    public double? LogLoss { get; init; }

    /// <summary>The expected calibration error: 0 to 1.</summary>
    public double? Ece { get; init; }

    /// <summary>The confidence below which answers are rejected so that errors are to be expected under 0.1 % of the others, under 1 % of strings: 0 to 1; null where there is none.</summary>
    public double? RejectBelow { get; init; }

    /// <summary>The share that this rejects: 0 to 1.</summary>
    public double? Rejected { get; init; }

    /// <summary>What a report says of strings.</summary>
    public static SplitMetrics From(StringReport report) => new()
    {
        Accuracy = report.Accuracy,
        DigitErrorRate = report.DigitErrorRate,
        RejectBelow = report.Rejection.Chosen?.RejectBelow,
        Rejected = report.Rejection.Chosen?.RejectedShare,
    };

    /// <summary>What a report says of a split.</summary>
    public static SplitMetrics From(ClassificationReport report) => new()
    {
        Accuracy = report.Accuracy,
        LogLoss = report.LogLoss,
        Ece = report.Calibration.ExpectedCalibrationError,
        RejectBelow = report.Rejection.Chosen?.RejectBelow,
        Rejected = report.Rejection.Chosen?.RejectedShare,
    };
}

/// <summary>What a report says of a split class by class.</summary>
/// <param name="Digits">The number of digits.</param>
/// <param name="Mistakes">How many were answered wrong.</param>
/// <param name="MacroAverage">The unweighted means over the classes.</param>
/// <param name="Classes">Precision, recall, F1 and support of each class.</param>
/// <param name="Confusion">[truth][answer], counts.</param>
internal sealed record ReportMetrics(int Digits, int Mistakes, ClassMetrics MacroAverage, IReadOnlyList<ClassMetrics> Classes, int[][] Confusion)
{
    /// <summary>What a report says.</summary>
    public static ReportMetrics From(ClassificationReport report) =>
        new(report.Count, report.Mistakes.Count, report.MacroAverage, report.Classes, report.Confusion.Rows());
}

/// <summary>What a confidence does.</summary>
/// <param name="RejectBelow">The confidence: 0 to 1.</param>
/// <param name="Rejected">The share of all digits that it rejects: 0 to 1.</param>
/// <param name="Errors">The share of the others that is wrong: 0 to 1.</param>
internal sealed record RejectionMetrics(double RejectBelow, double Rejected, double Errors);

/// <summary>The metrics' JSON.</summary>
[JsonSerializable(typeof(RunMetrics))]
internal sealed partial class MetricsJson : JsonSerializerContext
{
    /// <summary>As a run folder and a model file hold it; a later version's model file may tell more.</summary>
    public static MetricsJson Settings { get; } = new(new(JsonFile.Settings())
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    });
}
