using MnistPipeline.Engines;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;

namespace MnistPipeline.Training.Strings;

/// <summary>What a training of strings came to.</summary>
/// <param name="Network">The network, and what its file tells of it.</param>
/// <param name="Training">How it was trained.</param>
/// <param name="Validation">How it reads the strings that chose it.</param>
internal sealed record TrainedStrings(TrainedModel Network, TrainingResult Training, StringReport Validation);

/// <summary>Trains a network to read strings of digits, which are composed of single ones.</summary>
/// <param name="createEngine">Makes what computes.</param>
/// <param name="lessons">What there is to learn from.</param>
/// <param name="options">The hyper-parameters.</param>
internal sealed class StringTraining(EngineFactory createEngine, StringLessons lessons, TrainingOptions options)
{
    /// <summary>What the network's last output is called.</summary>
    public const string NoDigit = "-";

    /// <summary>The parameters to start from; null for fresh ones of the seed.</summary>
    public LeNet5Parameters? Initial { get; init; }

    /// <summary>What the data are called.</summary>
    public string DataName { get; init; } = "";

    /// <summary>Called on the training's thread, a few times a second at most.</summary>
    public Action<TrainingProgress>? OnProgress { get; init; }

    /// <summary>Called on the training's thread after each epoch.</summary>
    public Action<EpochMetrics>? OnEpoch { get; init; }

    /// <summary>Trains to the end, or until stopped, with a checkpoint after each epoch.</summary>
    /// <param name="run">Where the checkpoints are kept, from the last of which it goes on.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <exception cref="TrainingDivergedException">The loss grew beyond all bounds.</exception>
    /// <exception cref="BadInputException">An option is out of its range, the classes are not the ten digits, or the checkpoint is of another training.</exception>
    public TrainedStrings Run(RunFolder run, CancellationToken cancellation = default)
    {
        var task = new StringTask(lessons, options.Checked());
        var checkpoint = run.LoadCheckpoint();
        if (checkpoint is not null)
        {
            // A kill can fall between the checkpoint and its results.
            run.WriteResults(checkpoint.History);
        }

        var result = new LeNet5Training(createEngine, task, options)
        {
            Initial = Initial,
            OnProgress = OnProgress,
            OnEpochEnd = finished =>
            {
                run.Save(finished);
                OnEpoch?.Invoke(finished.History[^1]);
            },
        }.Run(checkpoint, cancellation);

        var temperature = StringScoring.FitTemperature(result.Parameters, task.ValidationRows);
        var report = StringScoring.Report(result.Parameters, lessons.Digits.Classes, temperature, task.ValidationRows);
        var metadata = new ModelMetadata
        {
            Classes = [.. lessons.Digits.Classes, NoDigit],
            Temperature = temperature,
            TrainingOptions = (options with { Threads = null }).ToJson(),
            DataSet = DataName,
            Metrics = new RunMetrics { Validation = SplitMetrics.From(report), Seed = options.Seed },
        };
        return new TrainedStrings(new TrainedModel(result.Parameters, metadata, DigitInput.Windows), result, report);
    }
}
