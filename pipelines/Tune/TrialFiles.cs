using System.Globalization;
using MnistPipeline.Plots;
using MnistPipeline.Training;
using MnistPipeline.Tuning;

namespace MnistPipeline.Stages.Tune;

/// <summary>What a search leaves in its run folder, kept up to date while it goes on.</summary>
internal sealed class TrialFiles(RunFolder run, TuneOptions options, HyperParameterSearch search)
{
    /// <summary>Writes what a change of one trial changes.</summary>
    /// <exception cref="BadInputException">A file cannot be written.</exception>
    public void Write(Trial trial)
    {
        // A trial's folder is a run of Train, which can train it anew, or make a zip of what it has learned.
        var folder = RunFolder.Within(trial.Folder!);
        if (!File.Exists(folder.OptionsPath))
        {
            folder.WriteOptions(options.RunOf(trial), StageJson.Settings.RunOptions);
        }

        WriteResults();
    }

    /// <summary>Writes <c>trials.csv</c> and <c>best.json</c>, and <c>accuracy.png</c> and <c>hyperparameters.png</c>, of all that is known when the search ends.</summary>
    /// <exception cref="BadInputException">A file cannot be written.</exception>
    public void WriteEnd()
    {
        WriteResults();
        var (trials, best) = (search.Trials, search.Best);
        AtomicFile.Write(run.PathOf("accuracy.png"), stream => stream.Write(CostPlot.Png(trials, options.Objective, best)));
        if (search.Varied.Count > 0)
        {
            AtomicFile.Write(run.PathOf("hyperparameters.png"), stream => stream.Write(HyperParameterPlot.Png(trials, search.Varied, best)));
        }
    }

    private void WriteResults()
    {
        WriteTable();
        if (search.Best is { } best)
        {
            JsonFile.Write(run.PathOf("best.json"), options.RunOf(best), StageJson.Settings.RunOptions);
        }
    }

    /// <summary>Writes <c>trials.csv</c>, a row a trial.</summary>
    private void WriteTable()
    {
        var trials = search.Trials;
        var front = ParetoFront.From(trials.Skip(1), options.Objective);
        AtomicFile.Write(run.PathOf("trials.csv"), stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            var names = string.Join(',', HyperParameter.All.Select(one => one.Name));
            writer.WriteLine($"trial,state,epochs,bestEpoch,validationAccuracy,validationLoss,front,parameters,multiplyAdds,milliseconds,imagesPerSecond,seconds,{names}");
            foreach (var trial in trials)
            {
                var values = string.Join(',', HyperParameter.All.Select(one => one.Format(one.ValueIn(trial.Options))));
                var speed = trial.History.Count == 0 ? (double?)null : trial.History.Average(epoch => epoch.ImagesPerSecond);
                writer.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{trial.Number},{trial.State.ToString().ToLowerInvariant()},{trial.History.Count},{trial.Best?.Epoch},{trial.Best?.ValidationAccuracy},{trial.Best?.ValidationLoss},{(front.Contains(trial) ? 1 : 0)},{trial.Parameters},{trial.MultiplyAdds},{trial.Milliseconds},{speed:F0},{trial.History.Sum(epoch => epoch.Seconds):F3},{values}"));
            }
        });
    }
}
