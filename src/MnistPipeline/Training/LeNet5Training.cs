using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MnistPipeline.Data;
using MnistPipeline.Engines;
using MnistPipeline.Model;
using MnistPipeline.Training.Teaching;

namespace MnistPipeline.Training;

/// <summary>
/// Trains LeNet-5: epochs of batches, validated after each, the best kept. What it learns depends on the digits, the options and
/// the seed alone, not on threads, the clock or interruptions.
/// </summary>
internal sealed class LeNet5Training
{
    private readonly EngineFactory _createEngine;
    private readonly ITrainingTask _task;
    private readonly TrainingOptions _options;
    private readonly long _stepsPerEpoch;

    /// <summary>A training that has not begun.</summary>
    /// <param name="createEngine">Makes what computes.</param>
    /// <param name="task">What is taught.</param>
    /// <param name="options">The hyper-parameters.</param>
    /// <exception cref="BadInputException">An option is out of its range.</exception>
    public LeNet5Training(EngineFactory createEngine, ITrainingTask task, TrainingOptions options)
    {
        _createEngine = createEngine;
        _task = task;
        _options = options.Checked();
        _stepsPerEpoch = (task.Count + options.BatchSize - 1) / options.BatchSize;
    }

    /// <summary>A training on single digits that has not begun.</summary>
    /// <param name="createEngine">Makes what computes.</param>
    /// <param name="digits">The digits to train on.</param>
    /// <param name="validation">The digits that choose the best epoch, as the picture reading gives them.</param>
    /// <param name="options">The hyper-parameters.</param>
    /// <param name="replay">Digits of an earlier training, some of which each epoch shows again; null for none.</param>
    /// <param name="taught">What teachers say that the softmax of each digit should be; null where its label tells it.</param>
    /// <exception cref="BadInputException">An option is out of its range, or there are no digits.</exception>
    /// <exception cref="ArgumentException">The sets have different classes.</exception>
    public LeNet5Training(
        EngineFactory createEngine, TrainingDigits digits, DigitsAsRead validation, TrainingOptions options, TrainingDigits? replay = null, TeacherTargets? taught = null)
        : this(createEngine, new DigitTask(digits, validation, options.Checked(), replay, taught), options)
    {
    }

    /// <summary>The parameters to start from; null for fresh ones of the seed.</summary>
    public LeNet5Parameters? Initial { get; init; }

    /// <summary>Called on the training's thread, a few times a second at most.</summary>
    public Action<TrainingProgress>? OnProgress { get; init; }

    /// <summary>Called on the training's thread after each epoch, whose metrics are the last of the history.</summary>
    public Action<Checkpoint>? OnEpochEnd { get; init; }

    /// <summary>
    /// Trains to the end, or until stopped: then after the current batch, with the best epoch so far, or what the first epoch
    /// had come to.
    /// </summary>
    /// <param name="checkpoint">Where to go on; null to begin.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <exception cref="TrainingDivergedException">The loss grew beyond all bounds.</exception>
    /// <exception cref="BadInputException">The checkpoint is of other options or digits.</exception>
    /// <exception cref="InvalidOperationException">The initial parameters are of a network of another shape than the options'.</exception>
    public TrainingResult Run(Checkpoint? checkpoint = null, CancellationToken cancellation = default)
    {
        var architecture = _options.Architecture(_task.Classes);
        var initial = Initial ?? LeNet5Parameters.Initialize(architecture, _options.Seed);
        if (initial.Architecture != architecture)
        {
            throw new InvalidOperationException("The initial parameters are of a network of another shape than the options'.");
        }

        using var engine = _createEngine(initial, _options.ForEngine(), _options.ThreadCount);
        var digitsHash = HashOfStart();
        if (checkpoint is not null)
        {
            CheckSame(checkpoint, digitsHash);
            Restore(engine, checkpoint.State);
        }

        var steps = _task.Begin((checkpoint?.History.Count ?? 0) + 1, checkpoint?.DigitLosses);
        var clock = new TrainingClock(_task.Count, _options.Epochs, OnProgress);
        while (checkpoint is null || !(checkpoint.IsFinished || cancellation.IsCancellationRequested))
        {
            if (!TrainEpoch(engine, steps, clock, (checkpoint?.History.Count ?? 0) + 1, cancellation) && checkpoint is not null)
            {
                break;
            }

            var metrics = Validate(engine, clock, checkpoint?.History ?? []);
            var state = engine.CaptureState();
            if (!clock.IsEpochFinished)
            {
                return ResultOf(engine, state.ScoringParameters, metrics, [], cancelled: true);
            }

            checkpoint = new Checkpoint
            {
                Options = _options with { Threads = null },
                DigitsHash = digitsHash,
                History = [.. checkpoint?.History ?? [], metrics],
                State = state,
                DigitLosses = steps.Losses.ToArray(),
                BestParameters = metrics.IsBest ? state.ScoringParameters : checkpoint!.BestParameters,
            };
            OnEpochEnd?.Invoke(checkpoint);
        }

        return ResultOf(engine, checkpoint.BestParameters, checkpoint.Best, checkpoint.History, cancelled: !checkpoint.IsFinished);
    }

    /// <summary>Trains on the batches of one epoch, at least on one. Returns whether all were done.</summary>
    private bool TrainEpoch(IEngine engine, ITrainingSteps steps, TrainingClock clock, int epoch, CancellationToken cancellation)
    {
        clock.BeginEpoch(epoch);
        for (var step = (epoch - 1) * _stepsPerEpoch; !clock.IsEpochFinished; step++)
        {
            var (count, loss) = steps.Take(engine, RateAt(step));
            ThrowIfDiverged(loss, epoch);
            clock.Add(count, loss);
            if (cancellation.IsCancellationRequested)
            {
                break;
            }
        }

        return clock.IsEpochFinished;
    }

    private EpochMetrics Validate(IEngine engine, TrainingClock clock, IReadOnlyList<EpochMetrics> earlier)
    {
        var imagesPerSecond = clock.ImagesPerSecond;
        var (loss, accuracy) = _task.Validate(engine);
        ThrowIfDiverged(loss, clock.Epoch);
        var stepsDone = (clock.ImagesDone + _options.BatchSize - 1) / _options.BatchSize;
        var metrics = new EpochMetrics
        {
            Epoch = clock.Epoch,
            Epochs = _options.Epochs,
            LearningRate = RateAt((clock.Epoch - 1) * _stepsPerEpoch + stepsDone - 1),
            TrainLoss = clock.MeanLoss,
            ValidationLoss = loss,
            ValidationAccuracy = accuracy,
            ImagesPerSecond = imagesPerSecond,
            Seconds = clock.SecondsOfEpoch,
            IsBest = false,
        };
        return metrics with { IsBest = metrics.IsBestAfter(earlier, _options.ValidationTolerance) };
    }

    private float RateAt(long step) =>
        _options.Schedule.RateAt(_options.LearningRate, _options.WarmUp, step, _stepsPerEpoch * _options.Epochs);

    private void ThrowIfDiverged(double loss, int epoch)
    {
        if (!double.IsFinite(loss))
        {
            throw new TrainingDivergedException($"The training diverged at epoch {epoch} with learning rate {_options.LearningRate}: choose a lower one.");
        }
    }

    private static TrainingResult ResultOf(
        IEngine engine, float[] parameters, EpochMetrics best, IReadOnlyList<EpochMetrics> history, bool cancelled) =>
        new(new LeNet5Parameters(engine.Architecture, parameters), best, history, cancelled, engine.Description);

    private void CheckSame(Checkpoint checkpoint, string digitsHash)
    {
        var asked = (_options with { Threads = null }).ToJson();
        if (checkpoint.Options.ToJson() != asked)
        {
            throw new BadFileException("The checkpoint is of a training with other options: go on with its own, or train from the start.");
        }

        if (checkpoint.DigitsHash != digitsHash)
        {
            throw new BadFileException("The checkpoint is of a training on other digits, or from another model: go on with its own, or train from the start.");
        }
    }

    private static void Restore(IEngine engine, EngineState state)
    {
        try
        {
            engine.RestoreState(state);
        }
        catch (ArgumentException exception)
        {
            throw new BadFileException("The checkpoint is of another network than its options tell: remove it to train from the start.", exception);
        }
    }

    private string HashOfStart()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _task.AppendTo(hash);
        hash.AppendData(MemoryMarshal.AsBytes(Initial is null ? [] : Initial.Values.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
