using System.Text.Json.Serialization;
using MnistPipeline.Tuning;

namespace MnistPipeline.Stages.Tune;

/// <summary>What <c>metrics.json</c> of a search holds.</summary>
/// <param name="Recipe">The recipe that it began with; null before an epoch of it is done.</param>
/// <param name="Best">The chosen trial; null where none is trained to the end.</param>
/// <param name="Front">The trials that no other beats in accuracy and cost at once, from the cheapest on.</param>
/// <param name="Trials">The number of trials, without the recipe.</param>
/// <param name="Finished">How many are trained to the end.</param>
/// <param name="Epochs">The epochs of all.</param>
/// <param name="TrainingSeconds">What these took, one after the other.</param>
/// <param name="Seed">The seed of all that was random.</param>
/// <param name="Engine">The engine and what it ran on.</param>
internal sealed record TuneMetrics(
    TuneMetrics.OfTrial? Recipe, TuneMetrics.OfTrial? Best, IReadOnlyList<TuneMetrics.OfTrial> Front, int Trials, int Finished, int Epochs, double TrainingSeconds, int Seed, string Engine)
{
    /// <summary>What a search came to.</summary>
    public static TuneMetrics From(HyperParameterSearch search, TuneOptions options, string engine)
    {
        var trials = search.Trials;
        return new TuneMetrics(
            trials[0].Best is null ? null : OfTrial.From(trials[0]),
            search.Best is { } best ? OfTrial.From(best) : null,
            [.. ParetoFront.From(trials.Skip(1), options.Objective).Select(OfTrial.From)],
            trials.Count - 1,
            trials.Skip(1).Count(trial => trial.State == TrialState.Finished),
            trials.Sum(trial => trial.History.Count),
            Math.Round(trials.Sum(trial => trial.History.Sum(epoch => epoch.Seconds)), 3),
            options.Seed,
            engine);
    }

    /// <summary>What one trial came to.</summary>
    internal sealed record OfTrial(
        int Trial,
        double ValidationAccuracy,
        double ValidationLoss,
        int Parameters,
        int MultiplyAdds,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Milliseconds,
        IReadOnlyDictionary<string, string> HyperParameters)
    {
        /// <summary>What a trial that has finished an epoch came to.</summary>
        public static OfTrial From(Trial trial) => new(
            trial.Number,
            trial.Best!.ValidationAccuracy,
            trial.Best.ValidationLoss,
            trial.Parameters,
            trial.MultiplyAdds,
            trial.Milliseconds,
            HyperParameter.All.ToDictionary(one => one.Name, one => one.Format(one.ValueIn(trial.Options))));
    }
}
