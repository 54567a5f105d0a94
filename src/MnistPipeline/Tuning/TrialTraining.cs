using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;
using MnistPipeline.Training;

namespace MnistPipeline.Tuning;

/// <summary>Trains trials from one halt to the next, on the same digits; what they have learned is kept, in files where there is a folder.</summary>
internal sealed class TrialTraining
{
    // What a checkpoint does not tell.
    private const string DivergedName = "diverged";
    private const int TimedDigits = 100;
    private const int Timings = 9;

    private readonly SearchStart _start;
    private readonly Objective _objective;
    private readonly TrainingDigits _digits;
    private readonly ConcurrentDictionary<int, Checkpoint> _checkpoints = [];

    /// <summary>Trainings of one search.</summary>
    public TrialTraining(SearchStart start, Objective objective) => (_start, _objective, _digits) = (start, objective, start.Digits);

    /// <summary>A trial as the run folder has it, or one that has not begun.</summary>
    /// <exception cref="BadInputException">Its checkpoint is damaged, or of another search.</exception>
    public Trial Recall(int number, TrainingOptions options)
    {
        var own = options with { Threads = null };
        var architecture = own.Architecture(_digits.Classes.Count);
        var trial = new Trial
        {
            Number = number,
            Options = own,
            Folder = _start.RunFolder is { } run ? Path.Combine(run, "trials", number.ToString("D4", CultureInfo.InvariantCulture)) : null,
            Parameters = architecture.ParameterCount(),
            MultiplyAdds = architecture.MultiplyAdds(),
        };
        if (!Directory.Exists(trial.Folder))
        {
            return trial;
        }

        var isDiverged = File.Exists(Path.Combine(trial.Folder, DivergedName));
        if (RunFolder.Within(trial.Folder).LoadCheckpoint() is not { } checkpoint)
        {
            return isDiverged ? trial with { State = TrialState.Diverged } : trial;
        }

        if (checkpoint.Options.ToJson() != own.ToJson())
        {
            throw new BadFileException($"{trial.Folder} is of a search with other options: search into another folder.");
        }

        _checkpoints[number] = checkpoint;
        return Measured(trial with { History = checkpoint.History, State = isDiverged ? TrialState.Diverged : StateAfter(checkpoint) }, checkpoint);
    }

    /// <summary>What changes whenever a trial's folder has something new of it.</summary>
    public static string Stamp(Trial trial) => string.Join(
        ' ', new[] { "checkpoint", DivergedName }.Select(name => new FileInfo(Path.Combine(trial.Folder!, name))).Select(file => file.Exists ? $"{file.LastWriteTimeUtc.Ticks}" : "-"));

    /// <summary>Trains a trial to so many epochs, or until it is stopped.</summary>
    /// <param name="trial">The trial, as it stands.</param>
    /// <param name="epochs">The epochs to halt after.</param>
    /// <param name="progressed">Called a few times a second.</param>
    /// <param name="changed">Called before the first epoch, after each, and with what it came to at last.</param>
    /// <param name="isLost">Whether another process trains it by now, so that nothing more is to be written.</param>
    /// <param name="stop">Stops the training after the batch under way.</param>
    public void Train(Trial trial, int epochs, Action<Trial> progressed, Action<Trial> changed, Func<bool> isLost, CancellationToken stop)
    {
        var run = trial.Folder is null ? null : RunFolder.Within(trial.Folder);
        changed(trial);
        using var halt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var training = new LeNet5Training(_start.CreateEngine, _digits, _start.Validation, trial.Options with { Threads = 1 })
        {
            OnProgress = progress => progressed(trial = trial with { Progress = progress }),
            OnEpochEnd = checkpoint =>
            {
                if (isLost())
                {
                    halt.Cancel();
                    return;
                }

                run?.Save(checkpoint);
                _checkpoints[trial.Number] = checkpoint;
                trial = Measured(trial with { History = checkpoint.History, Progress = null }, checkpoint);
                if (checkpoint.IsFinished || checkpoint.History.Count >= epochs)
                {
                    halt.Cancel();
                }
                else
                {
                    changed(trial);
                }
            },
        };
        try
        {
            _ = training.Run(_checkpoints.GetValueOrDefault(trial.Number), halt.Token);
            trial = trial with { State = StateAfter(_checkpoints.GetValueOrDefault(trial.Number)) };
        }
        catch (TrainingDivergedException)
        {
            if (run is not null)
            {
                AtomicFile.Write(run.PathOf(DivergedName), _ => { });
            }

            trial = trial with { State = TrialState.Diverged };
        }

        changed(trial with { Progress = null });
    }

    private static TrialState StateAfter(Checkpoint? checkpoint) =>
        checkpoint is null ? TrialState.Waiting : checkpoint.IsFinished ? TrialState.Finished : TrialState.Paused;

    // How fast a network is does not depend on what it has learned, so once is enough.
    private Trial Measured(Trial trial, Checkpoint checkpoint)
    {
        if (_objective != Objective.Milliseconds || trial.Milliseconds is not null)
        {
            return trial;
        }

        using var scorer = new CpuScorer(new LeNet5Parameters(trial.Options.Architecture(_digits.Classes.Count), checkpoint.BestParameters));
        var validation = _start.Validation.Digits;
        var logits = new float[scorer.Classes];
        var timings = new double[Timings];
        for (var timing = 0; timing < Timings; timing++)
        {
            var startedAt = Stopwatch.GetTimestamp();
            for (var digit = 0; digit < TimedDigits; digit++)
            {
                scorer.ComputeLogits(validation.PixelsOf(digit % validation.Count), logits);
            }

            timings[timing] = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds / TimedDigits;
        }

        // The median, as other work on the machine makes some of them long.
        Array.Sort(timings);
        return trial with { Milliseconds = Math.Round(timings[Timings / 2], 4) };
    }
}
