using System.CommandLine;
using Microsoft.ML;
using MnistPipeline;
using MnistPipeline.Data;
using MnistPipeline.Stages;
using MnistPipeline.Stages.Tune;
using MnistPipeline.Training;
using MnistPipeline.Tuning;

var program = new StageProgram(
    "Looks for hyper-parameters that read the validation digits better, or as well with a smaller network; the test digits stay unopened.",
    "dotnet run -c Release --project pipelines/Tune -- --objective parameters --c5-neurons 16..64 --minutes 10");
var arguments = new TuneArguments(program);
return program.Run(args, Tune);

void Tune(ParseResult parsed, StageConsole console, CancellationToken cancellationToken)
{
    var options = arguments.Options(parsed);
    var (engine, device) = options.Engine.Open(threads: 1);
    var (digits, validation) = DigitSource.OpenTraining(options.Data!, options.Seed, console.DataOptions(options.SkipUnreadable, cancellationToken));
    using var run = arguments.Folder(parsed, options);
    var trainer = new MLContext().MulticlassClassification.Trainers.LeNet5(
        new LeNet5Options(options)
        {
            Engine = engine,
            DataName = ModelData.Names(options.Data!),
            ValidationSet = validation?.ToDataView(),
            RunFolder = run.Path,
            CancellationToken = cancellationToken,
        });
    var search = trainer.Search(digits.ToDataView(), options.Search);
    console.WriteProgress($"{search.Trials.Count - 1:N0} trials of {search.Varied.Count} hyper-parameters learn {digits.Count:N0} digits of {StagePaths.ForPeople(options.Data!)}, {options.ThreadCount} side by side on {device}.");

    var table = new TrialTable(search, options);
    var files = new TrialFiles(run, options, search);
    console.ShowWhile(table.Live, () => search.Run(trial =>
    {
        files.Write(trial);
        if (!console.ShowsPictures && trial.State is TrialState.Paused or TrialState.Finished or TrialState.Diverged)
        {
            console.WriteProgress(table.Line(trial));
        }
    }));

    files.WriteEnd();
    var metrics = TuneMetrics.From(search, options, device);
    JsonFile.Write(run.MetricsPath, metrics, TuneJson.Settings.TuneMetrics);
    console.WriteMetrics(metrics, TuneJson.Settings.TuneMetrics);
    Report(console, run, options, search, table, cancellationToken.IsCancellationRequested);
}

static void Report(StageConsole console, RunFolder run, TuneOptions options, HyperParameterSearch search, TrialTable table, bool isStopped)
{
    var trials = search.Trials;
    console.WriteTable(table.Result(ParetoFront.From(trials.Skip(1), options.Objective)));
    var folder = StagePaths.ForPeople(run.Path);
    if (isStopped || trials.Any(trial => trial.State == TrialState.Waiting))
    {
        console.WriteHint($"{trials.Count(trial => trial.State == TrialState.Waiting):N0} trials have not begun: dotnet run -c Release --project pipelines/Tune -- --{(options.IsShared ? "join" : "resume")} {folder}");
    }

    if (search.Best is not { } best)
    {
        console.WriteResult("No trial is trained to the end yet, so none is chosen.");
        return;
    }

    console.WriteHint($"{folder} holds best.json, trials.csv, accuracy.png, hyperparameters.png, metrics.json, options.json, and trials with a checkpoint each.");
    console.WriteHint($"Next: dotnet run -c Release --project pipelines/Train -- --options {Path.Combine(folder, "best.json")}");
    console.WriteHint($"      trains trial {best.Number} and tests it on digits that chose nothing");
}
