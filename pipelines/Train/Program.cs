using System.CommandLine;
using MnistPipeline;
using MnistPipeline.Data;
using MnistPipeline.Evaluation;
using MnistPipeline.Plots;
using MnistPipeline.Stages;
using MnistPipeline.Stages.Train;

var program = new StageProgram(
    "Trains LeNet-5 on labelled digits and hands over a zip that any ML.NET program loads.",
    "dotnet run -c Release --project pipelines/Train -- --recipe best --seed 1");
var arguments = new TrainArguments(program);
return program.Run(args, Train);

void Train(ParseResult parsed, StageConsole console, CancellationToken cancellationToken)
{
    if (arguments.ListsDevices(parsed))
    {
        DeviceTable.Write(console, arguments.Run.Engine.TensorFlow(parsed));
        return;
    }

    var options = arguments.Options(parsed);
    if (options.LearnsStrings)
    {
        TrainStrings.Run(arguments, parsed, options, console, cancellationToken);
        return;
    }

    var (engine, device) = options.Engine.Open(options.ThreadCount);
    var scoring = options.Scoring();
    var data = DigitSource.Open(options.Data!, options.Seed, options: console.DataOptions(options.SkipUnreadable, cancellationToken));
    using var run = arguments.Run.Folder(parsed, options, StageJson.Settings.RunOptions);
    console.WriteProgress($"LeNet-5 with {options.Architecture(data.Train.Classes.Count).ParameterCount():N0} parameters learns {data.Train.Count:N0} digits of {StagePaths.ForPeople(options.Data!)} on {device}.");

    var model = TrainingRun.Train(
        run,
        options,
        new LeNet5Options(options)
        {
            DataName = ModelData.Names(options.Data!),
            Engine = engine,
            Scoring = scoring,
            ValidationSet = data.Validation?.ToDataView(),
            CancellationToken = cancellationToken,
        },
        data.Train.ToDataView(),
        console);

    // A stopped training chooses nothing yet, so the test digits stay unseen.
    var test = model.Training.Cancelled ? null : TrainingRun.Test(run, data.Test);
    if (test is not null)
    {
        AtomicFile.Write(run.PathOf("confusion.png"), stream => stream.Write(ConfusionPlot.Png(test.Confusion)));
        NetworkPageFile.Write(run, model.Network, data.Test, test, console);
    }

    var metrics = TrainingRun.Metrics(model, options.Seed, test);
    run.WriteMetrics(metrics);
    console.WriteMetrics(metrics, MetricsJson.Settings.RunMetrics);
    TrainingRun.Report("Train", run, model, console);
    if (test is null)
    {
        return;
    }

    var folder = StagePaths.ForPeople(run.Path);
    console.WriteResult($"test        {TrainingRun.Line(test)}   ({test.Count:N0} digits, read by the network of the saved zip)");
    console.WriteHint($"{folder} holds {TrainingRun.ModelFiles(options)}, {NetworkPageFile.Name}, curves.png, confusion.png, metrics.json, results.csv, options.json and checkpoint.");
    console.WriteHint($"Next: {TrainingRun.Next("Evaluate", options, $"--model {Path.Combine(folder, "model.zip")}")}");
    console.WriteHint($"      dotnet run -c Release --project pipelines/Predict -- --model {Path.Combine(folder, "model.zip")} FILE...");
    console.WriteHint($"      open {Path.Combine(folder, NetworkPageFile.Name)} in a browser, and see it think");
}
