using System.Globalization;
using MnistPipeline.Tuning;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MnistPipeline.Stages.Tune;

/// <summary>Trials as a table: how they are doing, what they are made of, what they cost.</summary>
internal sealed class TrialTable(HyperParameterSearch search, TuneOptions options)
{
    private const int MostOfTheBest = 8;
    private const int MinWidth = 7;
    private const int OtherColumns = 54;

    private static readonly (string Heading, Func<Trial, string> Text)[] Columns =
    [
        ("C1-C3-C5-F6", trial => $"{trial.Options.Network.C1Kernels}-{trial.Options.Network.C3Kernels}-{trial.Options.Network.C5Neurons}-{trial.Options.Network.F6Neurons}"),
        ("activation", trial => $"{trial.Options.Network.Activation}".ToLowerInvariant()),
        ("pooling", trial => $"{trial.Options.Network.Pooling}".ToLowerInvariant()),
        ("rate", trial => Value(trial, "learningRate")),
        ("batch", trial => Value(trial, "batchSize")),
        ("decay", trial => Value(trial, "weightDecay")),
        ("distortion", trial => Value(trial, "augmentation")),
        ("parameters", trial => trial.Parameters.ToString("N0", CultureInfo.InvariantCulture)),
    ];

    /// <summary>The trials that are training, the best of the others, and how far all of it is.</summary>
    /// <param name="width">The columns of the window.</param>
    public IRenderable Live(int width)
    {
        var room = Math.Max(MinWidth, width - OtherColumns);
        var trials = search.Trials;
        var table = ResultTable.Create("trial", "epoch", "validation", "images/s", "left");

        // The options are one column, which a narrow window cuts off.
        _ = table.AddColumn(new TableColumn(CutOff(Columns.Select(column => column.Heading), room)));
        foreach (var trial in trials.Where(trial => trial.State == TrialState.Running))
        {
            var progress = trial.Progress;
            AddRow(table, trial, progress is null ? "" : $"{progress.ImagesPerSecond:N0}", progress is null ? "" : Duration(progress.TimeLeft), room);
        }

        foreach (var trial in trials
            .Where(trial => trial is { Best: not null, State: TrialState.Paused or TrialState.Finished })
            .OrderByDescending(trial => trial.State == TrialState.Finished)
            .ThenByDescending(trial => trial.Best!.ValidationAccuracy)
            .Take(MostOfTheBest))
        {
            AddRow(table, trial, $"{trial.History[^1].ImagesPerSecond:N0}", "", room);
        }

        return new Rows(table, new Text(Standing()));
    }

    /// <summary>A trial that has halted, as a line for a pipe.</summary>
    public string Line(Trial trial)
    {
        var result = trial.State == TrialState.Diverged ? "diverged"
            : $"accuracy {100 * trial.Best!.ValidationAccuracy:F2} %  {trial.History[^1].ImagesPerSecond:N0} images/s";
        return $"{Name(trial),-6}  epoch {trial.History.Count}/{trial.Options.Epochs}  {result}  {string.Join("  ", Columns.Select(column => $"{column.Heading} {column.Text(trial)}"))}  ({Standing()})";
    }

    /// <summary>The recipe that the search began with and what it found, the chosen one marked.</summary>
    public Table Result(IEnumerable<Trial> found)
    {
        string[] cost = options.Objective == Objective.Milliseconds ? ["multiply-adds", "ms a digit"] : ["multiply-adds"];
        var table = ResultTable.Create(["trial", "validation", .. Columns.Select(column => column.Heading), .. cost]);
        foreach (var trial in found.Prepend(search.Trials[0]).Where(trial => trial.Best is not null))
        {
            string[] costs = options.Objective == Objective.Milliseconds ? [$"{trial.MultiplyAdds:N0}", $"{trial.Milliseconds:F4}"] : [$"{trial.MultiplyAdds:N0}"];
            table.AddTexts([
                trial.Number == search.Best?.Number ? $"{Name(trial)} (chosen)" : Name(trial),
                Accuracy(trial),
                .. Columns.Select(column => column.Text(trial)),
                .. costs]);
        }

        return table;
    }

    /// <summary>A time, in minutes and seconds.</summary>
    private static string Duration(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00}");

    private static string Name(Trial trial) => trial.Number == 0 ? "recipe" : trial.Number.ToString(CultureInfo.InvariantCulture);

    private static string Accuracy(Trial trial) => string.Create(CultureInfo.InvariantCulture, $"{100 * trial.Best!.ValidationAccuracy:F2} %");

    private static string Value(Trial trial, string name)
    {
        var hyperParameter = HyperParameter.All.First(one => one.Name == name);
        return hyperParameter.Format(hyperParameter.ValueIn(trial.Options));
    }

    private static void AddRow(Table table, Trial trial, string imagesPerSecond, string timeLeft, int room)
    {
        var epoch = trial.Progress?.Epoch ?? trial.History.Count;
        string[] cells = [Name(trial), $"{epoch}/{trial.Options.Epochs}", trial.Best is null ? "" : Accuracy(trial), imagesPerSecond, timeLeft];
        _ = table.AddRow([.. cells.Select(cell => new Text(cell)), CutOff(Columns.Select(column => column.Text(trial)), room)]);
    }

    // The table would break a text that is too wide into lines.
    private static Text CutOff(IEnumerable<string> cells, int width)
    {
        var text = string.Join("  ", cells.Zip(Columns, (cell, column) => cell.PadLeft(Math.Max(MinWidth, column.Heading.Length))));
        return new Text(text.Length <= width ? text : text[..(width - 1)] + "…");
    }

    private string Standing()
    {
        var trials = search.Trials;
        var begun = trials.Skip(1).Count(trial => trial.State != TrialState.Waiting);
        var finished = trials.Skip(1).Count(trial => trial.State == TrialState.Finished);
        var left = search.TimeLeft is { } time ? $", about {Duration(time)} left" : "";
        return $"{begun} of {trials.Count - 1} trials begun, {finished} trained to the end{left}";
    }
}
