using System.Diagnostics;

namespace MnistPipeline.Tuning;

/// <summary>
/// Looks for hyper-parameters that read the validation digits better, or as well at less cost. Trials train side by side, each on
/// one thread and with the bits of a training of its own: all have the start's seed, and so the same split.
/// </summary>
internal sealed class HyperParameterSearch
{
    private readonly SearchStart _start;
    private readonly TuningOptions _options;
    private readonly SuccessiveHalving _halving;
    private readonly TrialTraining _training;
    private readonly object _gate = new();
    private readonly Lock _callbackGate = new();
    private readonly Trial[] _trials;
    private readonly SharedTrials? _shared;
    private readonly HashSet<int> _own = [];
    private readonly int _haltedBefore;
    private long _startedAt;

    /// <summary>A search that goes on with the trials that its run folder holds.</summary>
    /// <exception cref="BadInputException">An option is out of its range, or a checkpoint is damaged or of another search.</exception>
    internal HyperParameterSearch(SearchStart start, TuningOptions options)
    {
        _start = start;
        options.Check();
        _options = options;
        var recipe = start.Options.Checked();
        var space = new SearchSpace(recipe, options.Ranges);
        Varied = space.Varied;
        var points = options.IsGrid ? space.Grid() : space.LatinHypercube(options.Trials, recipe.Seed);
        _halving = new SuccessiveHalving(options.IsGrid ? [recipe.Epochs] : SuccessiveHalving.Rungs(recipe.Epochs), options.Objective);
        _training = new TrialTraining(start, options.Objective);
        _shared = options.IsShared ? new SharedTrials(_training) : null;
        _trials = [.. points.Prepend(recipe).Select((point, number) => _training.Recall(number, point))];
        _haltedBefore = _trials.Count(HasHalted);
    }

    /// <summary>The hyper-parameters that have more than one value.</summary>
    internal IReadOnlyList<HyperParameter> Varied { get; }

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
            var front = ParetoFront.From(trials.Skip(1), _options.Objective);
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
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_start.Cancellation);
        if (_options.TimeLimit is { } limit)
        {
            stop.CancelAfter(limit);
        }

        var workers = Enumerable.Range(0, _start.Options.ThreadCount).Select(_ => Task.Factory.StartNew(
            () => Work(changed, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        Task.WhenAll(workers).GetAwaiter().GetResult();
    }

    private static bool HasHalted(Trial trial) => trial.State is not (TrialState.Waiting or TrialState.Running);

    private void Work(Action<Trial>? changed, CancellationTokenSource stop)
    {
        try
        {
            while (TakeNext(stop.Token) is var (trial, epochs, claim))
            {
                using (claim)
                {
                    _training.Train(trial, epochs, Change, one => Report(one, changed), () => claim?.IsLost == true, stop.Token);
                }
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

    private (Trial Trial, int Epochs, TrialClaim? Claim)? TakeNext(CancellationToken stop)
    {
        lock (_gate)
        {
            while (!stop.IsCancellationRequested)
            {
                LookAtOthers();
                var next = _trials[0].State is TrialState.Waiting or TrialState.Paused ? (_trials[0], _start.Options.Epochs) : _halving.Next(_trials[1..]);
                if (next is var (trial, epochs))
                {
                    var claim = _shared?.TryTake(trial);
                    if (_shared is not null && claim is null)
                    {
                        continue;
                    }

                    var running = trial with { State = TrialState.Running };
                    _trials[trial.Number] = running;
                    _ = _own.Add(trial.Number);
                    return (running, epochs, claim);
                }

                if (!_trials.Any(one => one.State == TrialState.Running))
                {
                    return null;
                }

                // What another one comes to may let a trial go on.
                _ = Monitor.Wait(_gate, _shared is null ? Timeout.InfiniteTimeSpan : SharedTrials.Interval);
            }

            return null;
        }
    }

    private void LookAtOthers()
    {
        for (var number = 0; _shared is not null && number < _trials.Length; number++)
        {
            if (!_own.Contains(number))
            {
                _trials[number] = _shared.Now(_trials[number]);
            }
        }
    }

    private void Change(Trial trial)
    {
        lock (_gate)
        {
            _trials[trial.Number] = trial;
            if (trial.State != TrialState.Running)
            {
                _ = _own.Remove(trial.Number);
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
