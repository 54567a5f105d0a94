using MnistPipeline.Training;

namespace MnistPipeline.Tuning;

/// <summary>The trials that no other beats in accuracy and cost at once.</summary>
internal static class ParetoFront
{
    /// <summary>The front of the trials that are trained to the end, from the cheapest to the most accurate; for accuracy alone the best one.</summary>
    /// <param name="trials">The trials.</param>
    /// <param name="objective">The cost.</param>
    public static IReadOnlyList<Trial> From(IEnumerable<Trial> trials, Objective objective) =>
        Fronts(trials.Where(trial => trial.State == TrialState.Finished), objective, trial => trial.Best!).FirstOrDefault() ?? [];

    /// <summary>The trials from the first to the last: front after front, each from the most accurate on.</summary>
    /// <param name="trials">The trials.</param>
    /// <param name="objective">The cost.</param>
    /// <param name="result">The epoch that tells a trial's accuracy.</param>
    internal static IEnumerable<Trial> Ranked(IEnumerable<Trial> trials, Objective objective, Func<Trial, EpochMetrics> result) =>
        Fronts(trials, objective, result).SelectMany(front => Enumerable.Reverse(front));

    // From the cheapest on, a trial is on the first front whose last member is less accurate: the last members' accuracies
    // descend from front to front.
    private static List<List<Trial>> Fronts(IEnumerable<Trial> trials, Objective objective, Func<Trial, EpochMetrics> result)
    {
        List<List<Trial>> fronts = [];
        foreach (var trial in trials
            .OrderBy(trial => trial.Cost(objective))
            .ThenByDescending(trial => result(trial).ValidationAccuracy)
            .ThenBy(trial => result(trial).ValidationLoss)
            .ThenBy(trial => trial.Number))
        {
            var accuracy = result(trial).ValidationAccuracy;
            var (low, high) = (0, fronts.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = result(fronts[middle][^1]).ValidationAccuracy < accuracy ? (low, middle) : (middle + 1, high);
            }

            if (low == fronts.Count)
            {
                fronts.Add([]);
            }

            fronts[low].Add(trial);
        }

        return fronts;
    }
}
