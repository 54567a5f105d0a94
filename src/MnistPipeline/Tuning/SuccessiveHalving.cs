namespace MnistPipeline.Tuning;

/// <summary>
/// Asynchronous successive halving (ASHA; Li, Jamieson, Rostamizadeh and others 2020): all trials begin with few epochs, and the
/// best third of those that came to a rung goes on to the next, as soon as it is known to be among them. With a cost to look for, trials are
/// ranked by how many fronts lie before them (Schmucker and others 2021), then by accuracy.
/// </summary>
/// <param name="rungs">The epochs of each rung, ascending; the last trains a trial to its end.</param>
/// <param name="objective">What ranks the trials.</param>
internal sealed class SuccessiveHalving(IReadOnlyList<int> rungs, Objective objective)
{
    /// <summary>Of so many trials on a rung one goes on.</summary>
    public const int Reduction = 3;

    /// <summary>The rungs up to a number of epochs: each a third of the next one, rounded.</summary>
    public static IReadOnlyList<int> Rungs(int epochs)
    {
        List<int> rungs = [];
        for (double rung = epochs; rung >= 1; rung /= Reduction)
        {
            rungs.Insert(0, (int)Math.Round(rung));
        }

        return rungs;
    }

    /// <summary>The trial to train next and the epochs to train it to; null where none is to be trained now.</summary>
    /// <param name="trials">All trials; those that are running are left alone.</param>
    public (Trial Trial, int Epochs)? Next(IReadOnlyList<Trial> trials)
    {
        // One that was interrupted between two rungs was promoted already.
        if (trials.FirstOrDefault(trial => trial.State == TrialState.Paused && !rungs.Contains(trial.History.Count)) is { } interrupted)
        {
            return (interrupted, rungs.First(rung => rung > interrupted.History.Count));
        }

        for (var rung = rungs.Count - 2; rung >= 0; rung--)
        {
            if (Promoted(trials, rungs[rung]).FirstOrDefault(trial => trial.State == TrialState.Paused && trial.History.Count == rungs[rung]) is { } promoted)
            {
                return (promoted, rungs[rung + 1]);
            }
        }

        return trials.FirstOrDefault(trial => trial.State == TrialState.Waiting) is { } waiting ? (waiting, rungs[0]) : null;
    }

    // The best third of those that have come to a rung, whether they have gone on since or not.
    private IEnumerable<Trial> Promoted(IReadOnlyList<Trial> trials, int rung)
    {
        Trial[] arrived = [.. trials.Where(trial => trial.History.Count >= rung || trial.State is TrialState.Diverged or TrialState.Finished)];
        return ParetoFront.Ranked([.. arrived.Where(trial => trial.State != TrialState.Diverged)], objective, trial => trial.BestOf(rung)!)
            .Take(arrived.Length / Reduction);
    }
}
