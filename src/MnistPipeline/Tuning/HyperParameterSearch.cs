using System.Diagnostics;
using Microsoft.ML;
using MnistPipeline.Training;

namespace MnistPipeline.Tuning;

/// <summary>
/// Looks for hyper-parameters that read the validation digits better, or as well at less cost. Trials train side by side, each on
/// one thread and with the bits of a training of its own: all have the start's seed, and so the same split.
/// </summary>
internal sealed class HyperParameterSearch
{
    private readonly LeNet5Options _start;
    private readonly TuningOptions _options;
    private readonly SuccessiveHalving _halving;
    private readonly TrialTraining _training;
    private readonly object _gate = new();
    private readonly Lock _callbackGate = new();
    private readonly Trial[] _trials;
    private readonly int _haltedBefore;
    private long _startedAt;

    /// <summary>A search whose digits are read, and which goes on with the trials that its run folder holds.</summary>
    /// <param name="data">The training digits; the validation split comes out of them.</param>
    /// <param name="start">
    /// What the points are laid over: recipe, seed, columns, engine, validation set. <see cref="TrainingOptions.Threads"/> tells how
    /// many trials train side by side; <see cref="LeNet5Options.RunFolder"/>, where it is given, gets a folder for each trial, with
    /// its <c>checkpoint</c> and <c>results.csv</c>.
    /// </param>
    /// <param name="options">What is varied.</param>
    /// <exception cref="BadInputException">An option is out of its range, a column cannot be used, or a checkpoint is damaged or of another search.</exception>
    /// <exception cref="ArgumentException">The start goes on from a model: a search varies the network's shape and begins from scratch.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while the digits were read.</exception>
    public HyperParameterSearch(IDataView data, LeNet5Options start, TuningOptions options)
    {
        if (start.InitialModel is not null || start.ReplaySet is not null)
        {
            throw new ArgumentException("A search begins from scratch: leave InitialModel and ReplaySet out.", nameof(start));
        }

        _start = start.Validated();
        _options = options.Validated();
        var space = new SearchSpace(start, options.Ranges);
        Varied = space.Varied;
        var points = options.IsGrid ? space.Grid() : space.LatinHypercube(options.Trials, start.Seed);
        _halving = new SuccessiveHalving(options.IsGrid ? [start.Epochs] : SuccessiveHalving.Rungs(start.Epochs), options.Objective);
        _training = new TrialTraining(data, start, options.Objective);
        _trials = [.. points.Prepend(start).Select((point, number) => _training.Recall(number, point))];
        _haltedBefore = _trials.Count(HasHalted);
    }

    /// <summary>The hyper-parameters that have more than one value.</summary>
    public IReadOnlyList<HyperParameter> Varied { get; }

    /// <summary>All trials as they stand now; the first is the start itself. May be asked for on any thread.</summary>
    public IReadOnlyList<Trial> Trials
    {
        get
        {
            lock (_gate)
            {
                return [.. _trials];
            }
        }
    }

    /// <summary>
    /// The winner among those that are trained to the end: the most accurate one; with a cost to look for, the cheapest that is at
    /// least as accurate as the start, or else the most accurate. Null where none is.
    /// </summary>
    public Trial? Best
    {
        get
        {
            var trials = Trials;
            var front = ParetoFront.Of(trials.Skip(1), _options.Objective);
            var enough = trials[0].State == TrialState.Finished ? trials[0].Best!.ValidationAccuracy : 1;
            return front.FirstOrDefault(trial => trial.Best!.ValidationAccuracy >= enough) ?? (front.Count == 0 ? null : front[^1]);
        }
    }

    /// <summary>An estimate of the time to the end, from the time that the trials took so far; null before one has halted.</summary>
    public TimeSpan? TimeLeft
    {
        get
        {
            var trials = Trials;
            var elapsed = Stopwatch.GetElapsedTime(_startedAt);
            var halted = trials.Count(HasHalted);
            if (halted <= _haltedBefore)
            {
                return null;
            }

            var left = elapsed * ((double)(trials.Count - halted) / (halted - _haltedBefore));
            return _options.TimeLimit - elapsed is { } limit && limit < left ? limit : left;
        }
    }

    /// <summary>Trains the trials until all is done, the time is up, or the start's token is cancelled.</summary>
    /// <param name="changed">Called before a trial goes on, after each of its epochs and when it halts, on the trials' threads, one call at a time; null for nothing.</param>
    /// <exception cref="BadInputException">A file cannot be written, or a checkpoint is of other digits.</exception>
    public void Run(Action<Trial>? changed = null)
    {
        _startedAt = Stopwatch.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_start.CancellationToken);
        if (_options.TimeLimit is { } limit)
        {
            stop.CancelAfter(limit);
        }

        var workers = Enumerable.Range(0, _start.ThreadCount).Select(_ => Task.Factory.StartNew(
            () => Work(changed, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        Task.WaitAll([.. workers]);
    }

    private static bool HasHalted(Trial trial) => trial.State is not (TrialState.Waiting or TrialState.Running);

    private void Work(Action<Trial>? changed, CancellationTokenSource stop)
    {
        try
        {
            while (TakeNext(stop.Token) is var (trial, epochs))
            {
                _training.Train(trial, epochs, Change, one => Report(one, changed), stop.Token);
            }
        }
        catch
        {
            // The others end as well, also those that wait for this one.
            stop.Cancel();
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }

            throw;
        }
    }

    private (Trial Trial, int Epochs)? TakeNext(CancellationToken stop)
    {
        lock (_gate)
        {
            while (!stop.IsCancellationRequested)
            {
                var next = _trials[0].State is TrialState.Waiting or TrialState.Paused ? (_trials[0], _start.Epochs) : _halving.Next(_trials[1..]);
                if (next is var (trial, epochs))
                {
                    var running = trial with { State = TrialState.Running };
                    _trials[trial.Number] = running;
                    return (running, epochs);
                }

                if (!_trials.Any(one => one.State == TrialState.Running))
                {
                    return null;
                }

                // What another one comes to may let a trial go on.
                _ = Monitor.Wait(_gate);
            }

            return null;
        }
    }

    private void Change(Trial trial)
    {
        lock (_gate)
        {
            _trials[trial.Number] = trial;
            if (trial.State != TrialState.Running)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void Report(Trial trial, Action<Trial>? changed)
    {
        Change(trial);
        lock (_callbackGate)
        {
            changed?.Invoke(trial);
        }
    }
}
