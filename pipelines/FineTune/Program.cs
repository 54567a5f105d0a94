using System.CommandLine;
using MnistPipeline;
using MnistPipeline.Engines;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;
using MnistPipeline.Plots;
using MnistPipeline.Stages;
using MnistPipeline.Stages.FineTune;
using MnistPipeline.Training;

var program = new StageProgram(
    "Teaches a model.zip another handwriting, or more classes, without forgetting what it knows, and hands over a zip that replaces it.",
    "dotnet run -c Release --project pipelines/FineTune -- --model runs/train/model.zip --data data/semeion");
var arguments = new FineTuneArguments(program);
return program.Run(args, FineTune);

void FineTune(ParseResult parsed, StageConsole console, CancellationToken cancellationToken)
{
    var options = arguments.Options(parsed);
    if (options.LearnsStrings)
    {
        FineTuneStrings.Run(arguments, parsed, options, console, cancellationToken);
        return;
    }

    var (engine, device) = options.Engine.Open(options.ThreadCount);
    var scoring = options.Scoring();
    var data = FineTuneData.Open(options, console.DataOptions(options.SkipUnreadable, cancellationToken));
    using var run = arguments.Run.Folder(parsed, options, FineTuneJson.Settings.FineTuneOptions);
    var replay = options.Replays ? data.Old?.Train : null;
    console.WriteProgress($"{StagePaths.ForPeople(options.Model!)} learns {data.New.Train.Count:N0} digits of {StagePaths.ForPeople(options.Data!)}{(replay is null ? "" : $" and sees {Math.Min(options.ReplayCount, replay.Count):N0} of {replay.Count:N0} old ones again each epoch")} on {device}.");
    if (data.Old is null)
    {
        console.WriteProgress("The digits that the model learned from are not there, so what it forgets is not measured: give them by --replay.");
    }

    var model = TrainingRun.Train(
        run,
        options,
        new LeNet5Options(options)
        {
            Engine = engine,
            Scoring = scoring,
            InitialModel = data.Model,
            ValidationSet = data.New.Validation?.ToDataView(),
            ReplaySet = replay?.ToDataView(),
            FeatureColumnName = data.FeatureColumn,
            ValidationSetFraction = options.ValidationSetFraction,
            DataName = data.DataName(options.Data!, replay is not null),
            CancellationToken = cancellationToken,
        },
        data.New.Train.ToDataView(),
        console);

    // A stopped training chooses nothing yet, so the test digits stay unseen.
    var comparisons = model.Training.Cancelled ? [] : Compare(options, engine, data, ModelFile.Load(run.PathOf("model.zip")));
    var metrics = Metrics(model, options.Seed, comparisons);
    run.WriteMetrics(metrics);
    console.WriteMetrics(metrics, MetricsJson.Settings.RunMetrics);
    TrainingRun.Report("FineTune", run, model, console);
    if (comparisons is [var ofNew, ..])
    {
        AtomicFile.Write(run.PathOf("confusion.png"), stream => stream.Write(ConfusionPlot.Png(ofNew.Reports.After.Confusion)));
        AtomicFile.Write(run.PathOf("changes.png"), stream => stream.Write(ChangesSheet.Png(
            [.. comparisons.Select(one => (one.Name, one.Reports, one.Read))])));
        NetworkPageFile.Write(run, model.Network, data.New.Test, ofNew.Reports.After, console);
        Report(console, run, options, comparisons);
    }
}

static Comparison[] Compare(FineTuneOptions options, EngineFactory engine, FineTuneData data, TrainedModel after)
{
    var ofNew = Comparison.From(StagePaths.ForPeople(options.Data!), data.New.Test, data.Model, after, engine, options.ThreadCount);
    return data.Old is null
        ? [ofNew]
        : [ofNew, Comparison.From(string.Join(", ", data.OldPaths.Select(StagePaths.ForPeople)), data.Old.Test, data.Model, after, engine, options.ThreadCount)];
}

static RunMetrics Metrics(LeNet5Model model, int seed, Comparison[] comparisons)
{
    var (ofNew, ofOld) = (comparisons.ElementAtOrDefault(0)?.Reports, comparisons.ElementAtOrDefault(1)?.Reports);
    return TrainingRun.Metrics(model, seed, ofNew?.After) with
    {
        TestBefore = Split(ofNew?.Before),
        OldTest = Split(ofOld?.After),
        OldTestBefore = Split(ofOld?.Before),
    };

    static SplitMetrics? Split(ClassificationReport? report) => report is null ? null : SplitMetrics.From(report);
}

static void Report(StageConsole console, RunFolder run, FineTuneOptions options, Comparison[] comparisons)
{
    console.WriteTable(ChangeTable.From(comparisons));
    foreach (var comparison in comparisons)
    {
        console.WriteResult($"{comparison.Name}  {TrainingRun.Line(comparison.Reports.After)}   ({comparison.Reports.After.Count:N0} test digits, read by the network of the saved zip)");
    }

    var folder = StagePaths.ForPeople(run.Path);
    console.WriteHint($"{folder} holds {TrainingRun.ModelFiles(options)}, {NetworkPageFile.Name}, curves.png, confusion.png, changes.png, metrics.json, results.csv, options.json and checkpoint.");
    console.WriteHint($"Next: look at {Path.Combine(folder, "changes.png")}, then put {Path.Combine(folder, "model.zip")} in the old one's place");
}
