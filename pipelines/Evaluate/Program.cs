using System.CommandLine;
using System.Diagnostics;
using MnistPipeline;
using MnistPipeline.Data;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;
using MnistPipeline.Plots;
using MnistPipeline.Stages;
using MnistPipeline.Stages.Evaluate;
using MnistPipeline.TensorFlow;
using MnistPipeline.Training;

var program = new StageProgram(
    "Scores a model.zip on labelled digits: accuracy, log-loss, calibration, what is taken for what, and the worst mistakes as pictures.",
    "dotnet run -c Release --project pipelines/Evaluate -- --model runs/train/model.zip --data data/semeion --part all");
var modelOption = program.Add(StageOptions.Model("the newest runs/train*/model.zip"));
var dataOption = program.Add(StageOptions.Data("data/mnist"));
var stringsOption = program.Add(new Option<bool>("--strings") { Description = "Scores a network for strings on labelled strings: --data is a CSV file of files and texts, or a folder of pictures whose names are the texts." });
var partOption = program.Add(StageOptions.Choice("--part", "Which digits of the data.", "test", "train", "test", "all"));
var seedOption = program.Add(StageOptions.Seed(new TrainingOptions().Seed));
seedOption.Description = $"Chooses the test digits of data that come without a test part; take the seed of the training. [default: {new TrainingOptions().Seed}]";
var tensorFlowOption = program.Add(StageOptions.TensorFlow());
var skipOption = program.Add(StageOptions.SkipUnreadable());
var outputOption = program.Add(StageOptions.Output("the next free runs/evaluate[-n]"));
return program.Run(args, Evaluate);

void Evaluate(ParseResult options, StageConsole console, CancellationToken cancellationToken)
{
    if (options.GetValue(stringsOption))
    {
        EvaluateStrings.Run(
            options.GetValue(modelOption) ?? StagePaths.NewestStringModel(),
            options.GetValue(dataOption) ?? throw new BadInputException("No labelled strings are given: name a CSV file of files and texts, or a folder of pictures whose names are the texts, by --data."),
            options.GetValue(partOption) ?? "all",
            options.GetValue(seedOption) ?? new TrainingOptions().Seed,
            OpenRun,
            console.DataOptions(options.GetValue(skipOption), cancellationToken),
            console);
        return;
    }

    var modelPath = options.GetValue(modelOption) ?? StagePaths.NewestModel();
    var dataPath = options.GetValue(dataOption) ?? StagePaths.FromRoot("data/mnist");
    var part = options.GetValue(partOption) ?? "test";
    TensorFlowScoring.MakeReady(modelPath, new TensorFlowOptions { Library = options.GetValue(tensorFlowOption) });
    var model = ScoringModel.Open(modelPath);
    var parts = DigitSource.Open(dataPath, options.GetValue(seedOption) ?? new TrainingOptions().Seed, options: console.DataOptions(options.GetValue(skipOption), cancellationToken));
    var digits = EvaluationData.Part(parts, part);
    var labels = digits.LabelsAmong(model.ClassNames);

    console.WriteProgress($"Scoring {digits.Count:N0} digits of {StagePaths.ForPeople(dataPath)} ({part}) with {StagePaths.ForPeople(modelPath)}.");
    var clock = Stopwatch.StartNew();
    var scores = model.Score(digits, cancellationToken);
    var seconds = clock.Elapsed.TotalSeconds;
    var report = new ClassificationReport(scores, labels, model.ClassNames);

    var network = NetworkOf(modelPath);
    var chosen = network?.Metadata.Metrics.Validation?.RejectBelow is { } confidence ? report.Rejection.At(confidence) : null;
    var metrics = new RunMetrics
    {
        Test = SplitMetrics.From(report),
        Report = ReportMetrics.From(report),
        ValidationConfidence = chosen is null ? null : new RejectionMetrics(chosen.RejectBelow, chosen.RejectedShare, chosen.ErrorShare),
        ImagesPerSecond = Math.Round(digits.Count / seconds),
        Model = Path.GetFullPath(modelPath),
        Data = Path.GetFullPath(dataPath),
        Part = part,
    };
    using var run = OpenRun();
    Write("confusion.png", ConfusionPlot.Png(report.Confusion));
    Write("reliability.png", ReliabilityPlot.Png(report.Calibration));
    Write("rejection.png", RejectionPlot.Png(report.Rejection, chosen));
    Write("mistakes.png", MistakesSheet.Png(report, index => model.AsRead(digits, index)));
    run.WriteMetrics(metrics);
    if (network is not null)
    {
        NetworkPageFile.Write(run, network, digits, report, console);
    }

    console.WriteTable(ReportTables.Classes(report));
    console.WriteTable(ReportTables.Confusion(report));
    console.WriteResult($"accuracy {100 * report.Accuracy:F2} %   log-loss {report.LogLoss:F4}   ECE {report.Calibration.ExpectedCalibrationError:F4}   {report.Mistakes.Count:N0} of {report.Count:N0} digits wrong");
    console.WriteResult(RejectionText.Fewest(report.Rejection));
    if (chosen is not null)
    {
        console.WriteResult(RejectionText.At(chosen));
    }

    console.WriteMetrics(metrics, MetricsJson.Settings.RunMetrics);
    var folder = StagePaths.ForPeople(run.Path);
    console.WriteHint($"{folder} holds metrics.json, confusion.png, reliability.png, rejection.png{(network is null ? "" : $", {NetworkPageFile.Name}")} and mistakes.png.");
    console.WriteHint($"Next: look at {Path.Combine(folder, "mistakes.png")}");

    RunFolder OpenRun() => options.GetValue(outputOption) is { } output ? RunFolder.Open(output, "evaluate") : RunFolder.CreateNext(StagePaths.Runs, "evaluate");

    void Write(string name, byte[] content) => AtomicFile.Write(run.PathOf(name), stream => stream.Write(content));
}

// Any zip that reads digits is scored; a network of this library's own shows itself, and tells what its validation digits chose.
static TrainedModel? NetworkOf(string modelPath)
{
    try
    {
        return ModelFile.Load(modelPath);
    }
    catch (BadInputException)
    {
        return null;
    }
}
