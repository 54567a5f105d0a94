using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MnistPipeline.Data;
using MnistPipeline.Engines;
using MnistPipeline.Model;

namespace MnistPipeline.Training;

/// <summary>
/// Trains LeNet-5: epochs of batches, validated after each, the best kept. What it learns depends on the digits, the options and
/// the seed alone, not on threads, the clock or interruptions.
/// </summary>
internal sealed class LeNet5Training
{
    private readonly EngineFactory _createEngine;
    private readonly TrainingDigits _digits;
    private readonly TrainingDigits? _replay;
    private readonly EpochPlaces _places;
    private readonly int _newPlaces;
    private readonly MadeDigits _made;
    private readonly DigitSet _validation;
    private readonly TrainingOptions _options;
    private readonly Validator _validator;
    private readonly long _stepsPerEpoch;

    /// <summary>A training that has not begun.</summary>
    /// <param name="createEngine">Makes what computes.</param>
    /// <param name="digits">The digits to train on.</param>
    /// <param name="validation">The digits that choose the best epoch, as the picture reading gives them.</param>
    /// <param name="options">The hyper-parameters.</param>
    /// <param name="replay">Digits of an earlier training, some of which each epoch shows again; null for none.</param>
    /// <exception cref="BadInputException">An option is out of its range, or there are no digits.</exception>
    /// <exception cref="ArgumentException">The sets have different classes.</exception>
    public LeNet5Training(
        EngineFactory createEngine, TrainingDigits digits, DigitsAsRead validation, TrainingOptions options, TrainingDigits? replay = null)
    {
        if (!digits.Classes.SequenceEqual(validation.Digits.Classes) || !digits.Classes.SequenceEqual(replay?.Classes ?? digits.Classes))
        {
            throw new ArgumentException("The validation or the replayed digits have other classes than the training digits.", nameof(digits));
        }

        _createEngine = createEngine;
        _digits = digits;
        _validation = validation.Digits;
        _options = options.Checked();
        _validator = new Validator(validation);
        _replay = replay;
        var repeats = Math.Max(1, (options.MinDigitsPerEpoch + digits.Count - 1) / digits.Count);
        _newPlaces = repeats * digits.Count;
        var replayed = Math.Min(options.ReplayCount, replay?.Count ?? 0);
        _made = new MadeDigits(digits, _newPlaces + replayed, options);
        _places = new EpochPlaces(
            [
                .. Enumerable.Repeat(digits.Labels, repeats).SelectMany(labels => labels),
                .. _made.Labels,
                .. replay?.Labels ?? [],
            ],
            _newPlaces + _made.Labels.Length,
            replayed);
        _stepsPerEpoch = (_places.Count + options.BatchSize - 1) / options.BatchSize;
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
        var architecture = _options.Architecture(_digits.Classes.Count);
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
            engine.RestoreState(checkpoint.State);
        }

        using var loader = new BatchLoader(_places, Present, _options, (checkpoint?.History.Count ?? 0) + 1);
        var clock = new TrainingClock(_places.Count, _options.Epochs, OnProgress);
        while (checkpoint is null || !(checkpoint.IsFinished || cancellation.IsCancellationRequested))
        {
            if (!TrainEpoch(engine, loader, clock, (checkpoint?.History.Count ?? 0) + 1, cancellation) && checkpoint is not null)
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
                BestParameters = metrics.IsBest ? state.ScoringParameters : checkpoint!.BestParameters,
            };
            OnEpochEnd?.Invoke(checkpoint);
        }

        return ResultOf(engine, checkpoint.BestParameters, checkpoint.Best, checkpoint.History, cancelled: !checkpoint.IsFinished);
    }

    // The new digits come first, as often as an epoch repeats them, then those that nobody wrote, then what may be replayed.
    private void Present(int place, int epoch, Span<byte> target)
    {
        if (place < _newPlaces)
        {
            _digits.Present(place % _digits.Count, place, epoch, _options, target);
        }
        else if (place < _newPlaces + _made.Labels.Length)
        {
            _made.Present(place - _newPlaces, epoch, target);
        }
        else
        {
            _replay!.Present(place - _newPlaces - _made.Labels.Length, place, epoch, _options, target);
        }
    }

    /// <summary>Trains on the batches of one epoch, at least on one. Returns whether all were done.</summary>
    private bool TrainEpoch(IEngine engine, BatchLoader loader, TrainingClock clock, int epoch, CancellationToken cancellation)
    {
        clock.BeginEpoch(epoch);
        for (var step = (epoch - 1) * _stepsPerEpoch; !clock.IsEpochFinished; step++)
        {
            var batch = loader.Take();
            var learningRate = RateAt(step);
            var loss = engine.TrainStep(batch.Images, batch.Labels, learningRate);
            ThrowIfDiverged(loss, epoch);
            clock.Add(batch.Count, loss);
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
        var (loss, accuracy) = _validator.Score(engine);
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

    private string HashOfStart()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _digits.AppendTo(hash);
        _replay?.AppendTo(hash);
        hash.AppendData(MemoryMarshal.AsBytes(Initial is null ? [] : Initial.Values.AsSpan()));
        hash.AppendData(_validation.Pixels);
        hash.AppendData(MemoryMarshal.AsBytes(_validation.Labels.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
