using MnistPipeline.Model;

namespace MnistPipeline.Training;

/// <summary>What a training ended with.</summary>
public sealed class TrainingResult
{
    /// <summary>The parameters that scored best on the validation digits.</summary>
    public required LeNet5Parameters Parameters { get; init; }

    /// <summary>The epoch that they come from. If the first epoch was stopped, what it had come to.</summary>
    public required EpochMetrics Best { get; init; }

    /// <summary>The finished epochs.</summary>
    public required IReadOnlyList<EpochMetrics> History { get; init; }

    /// <summary>Whether the training was stopped before its end.</summary>
    public required bool Cancelled { get; init; }

    /// <summary>What the finished epochs took, validation included, over all runs of a resumed training; of a stopped first epoch, what it took.</summary>
    public double Seconds => History.Count == 0 ? Best.Seconds : History.Sum(epoch => epoch.Seconds);

    /// <summary>Training digits a second, validation not counted: the harmonic mean over the finished epochs.</summary>
    public double ImagesPerSecond =>
        History.Count == 0 ? Best.ImagesPerSecond : History.Count / History.Sum(epoch => 1 / epoch.ImagesPerSecond);

    /// <summary>The engine and what it ran on, for people.</summary>
    public required string Engine { get; init; }
}
