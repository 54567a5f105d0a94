namespace MnistPipeline.Training;

/// <summary>What one epoch came to: a row of <c>results.csv</c>.</summary>
public sealed record EpochMetrics
{
    /// <summary>The epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The number of epochs that the training was asked for.</summary>
    public required int Epochs { get; init; }

    /// <summary>The learning rate of the epoch's last step.</summary>
    public required float LearningRate { get; init; }

    /// <summary>The mean softmax cross-entropy over the epoch's training digits, each before its step, in nats.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>The mean softmax cross-entropy over the validation digits, in nats.</summary>
    public required double ValidationLoss { get; init; }

    /// <summary>The share of the validation digits that are read right: 0 to 1.</summary>
    public required double ValidationAccuracy { get; init; }

    /// <summary>Training digits a second, validation not counted.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>What the epoch took, validation included.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether no earlier epoch was as good.</summary>
    public required bool IsBest { get; init; }

    /// <summary>Whether this epoch is better than another: by validation accuracy, then by validation loss.</summary>
    public bool IsBetterThan(EpochMetrics? other) =>
        other is null
        || ValidationAccuracy > other.ValidationAccuracy
        || (ValidationAccuracy == other.ValidationAccuracy && ValidationLoss < other.ValidationLoss);
}
