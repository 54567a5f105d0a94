using MnistPipeline.Model;

namespace MnistPipeline.Training;

/// <summary>What a training ended with.</summary>
public sealed class TrainingResult
{
    internal TrainingResult(LeNet5Parameters parameters, EpochMetrics best, IReadOnlyList<EpochMetrics> history, bool cancelled, string engine) =>
        (Parameters, Best, History, Cancelled, Engine) = (parameters, best, history, cancelled, engine);

    /// <summary>The parameters that scored best on the validation digits.</summary>
    public LeNet5Parameters Parameters { get; }

    /// <summary>The epoch that they come from. If the first epoch was stopped, what it had come to.</summary>
    public EpochMetrics Best { get; }

    /// <summary>The finished epochs.</summary>
    public IReadOnlyList<EpochMetrics> History { get; }

    /// <summary>Whether the training was stopped before its end.</summary>
    public bool Cancelled { get; }

    /// <summary>What the finished epochs took, validation included, over all runs of a resumed training; of a stopped first epoch, what it took.</summary>
    public double Seconds => History.Count == 0 ? Best.Seconds : History.Sum(epoch => epoch.Seconds);

    /// <summary>Training digits a second, validation not counted: the harmonic mean over the finished epochs.</summary>
    public double ImagesPerSecond =>
        History.Count == 0 ? Best.ImagesPerSecond : History.Count / History.Sum(epoch => 1 / epoch.ImagesPerSecond);

    /// <summary>The engine and what it ran on, for people.</summary>
    public string Engine { get; }
}
