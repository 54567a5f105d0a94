namespace MnistPipeline.Tuning;

/// <summary>The trials of a search as its folder has them, on which other processes work as well. One caller at a time.</summary>
/// <param name="training">What reads a trial's folder.</param>
internal sealed class SharedTrials(TrialTraining training)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ClaimObserver _observer = new(Patience);
    private readonly Dictionary<int, (string Stamp, Trial Trial)> _seen = [];

    /// <summary>How often to look for what others have come to.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(2);

    /// <summary>A trial as it stands now, which is running where another process has it.</summary>
    /// <exception cref="BadInputException">Its checkpoint is damaged, or of another search.</exception>
    public Trial Now(Trial trial)
    {
        // Whether it is taken first: what is let go after that is seen the next time.
        var isTaken = TrialClaim.IsTaken(trial.Folder!, _observer);
        var stamp = TrialTraining.Stamp(trial);
        if (!_seen.TryGetValue(trial.Number, out var seen) || seen.Stamp != stamp)
        {
            seen = _seen[trial.Number] = (stamp, training.Recall(trial.Number, trial.Options));
        }

        return isTaken ? seen.Trial with { State = TrialState.Running } : seen.Trial;
    }

    /// <summary>Takes a trial as it stands; null where it does not any more.</summary>
    public TrialClaim? TryTake(Trial trial)
    {
        var claim = TrialClaim.TryTake(trial.Folder!, _observer);
        if (claim is null || TrialTraining.Stamp(trial) == _seen[trial.Number].Stamp)
        {
            return claim;
        }

        claim.Dispose();
        return null;
    }
}
