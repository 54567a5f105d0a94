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

    /// <summary>The mean softmax cross-entropy over the epoch's training digits, each before its step, in nats above the entropy of smoothed labels.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>The mean softmax cross-entropy over the validation digits, in nats above the entropy of smoothed labels.</summary>
    public required double ValidationLoss { get; init; }

    /// <summary>The share of the validation digits that are read right: 0 to 1.</summary>
    public required double ValidationAccuracy { get; init; }

    /// <summary>Training digits a second, validation not counted.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>What the epoch took, validation included.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether it was the best when it was finished.</summary>
    public required bool IsBest { get; init; }

    /// <summary>Whether this epoch is the best of a training: by validation accuracy, then by validation loss.</summary>
    /// <param name="earlier">The epochs before it.</param>
    /// <param name="tolerance">If above 0, it is the best already if its accuracy is that much lower than the highest before, or less.</param>
    internal bool IsBestAfter(IReadOnlyList<EpochMetrics> earlier, double tolerance)
    {
        if (earlier.Count == 0)
        {
            return true;
        }

        var highest = earlier.Max(epoch => epoch.ValidationAccuracy);
        var best = earlier.Last(epoch => epoch.IsBest);
        return ValidationAccuracy > highest
            || (tolerance > 0 && ValidationAccuracy >= highest - tolerance)
            || (ValidationAccuracy == best.ValidationAccuracy && ValidationLoss < best.ValidationLoss);
    }
}
