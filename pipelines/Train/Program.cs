using System.CommandLine;
using System.Text.Json.Nodes;
using Microsoft.ML;
using MnistPipeline;
using MnistPipeline.Data;
using MnistPipeline.Evaluation;
using MnistPipeline.Stages;
using MnistPipeline.Stages.Train;
using MnistPipeline.Training;

var program = new StageProgram(
    "Trains LeNet-5 on labelled digits and hands over a zip that any ML.NET program loads.",
    "dotnet run -c Release --project pipelines/Train -- --recipe best --seed 1");
var arguments = new TrainArguments(program);
return program.Run(args, Train);

void Train(ParseResult parsed, StageConsole console, CancellationToken cancellationToken)
{
    var options = arguments.Options(parsed);
    var data = DigitSource.Open(options.Data!, options.Seed);
    var run = arguments.Folder(parsed, options);
    console.WriteProgress($"LeNet-5 with {options.Architecture(data.Train.Classes.Count).ParameterCount():N0} parameters learns {data.Train.Count:N0} digits of {StagePaths.ForPeople(options.Data!)}.");

    var mlContext = new MLContext(options.Seed);
    var model = mlContext.MulticlassClassification.Trainers.LeNet5(new LeNet5Options(options)
    {
        DataName = options.Data,
        RunFolder = run.Path,
        CancellationToken = cancellationToken,
        MetricsCallback = epoch => console.Training.ShowEpoch(
            epoch.Epoch, epoch.Epochs, epoch.TrainLoss, epoch.ValidationLoss, epoch.ValidationAccuracy, epoch.ImagesPerSecond, epoch.IsBest),
        ProgressCallback = progress => console.Training.ShowProgress(
            progress.Epoch, progress.Epochs, (double)progress.ImagesDone / progress.Images, progress.Loss, progress.ImagesPerSecond, progress.TimeLeft),
    }).Train(data.Train.ToDataView());

    var zip = run.PathOf("model.zip");
    AtomicFile.Write(zip, stream => mlContext.Model.Save(model.Transformer, inputSchema: null, stream));
    AtomicFile.Write(run.PathOf("model.onnx"), stream => stream.Write(model.ToOnnx()));
    if (model.Training.History.Count > 0)
    {
        AtomicFile.Write(run.PathOf("curves.png"), stream => stream.Write(CurvesPlot.Png(
            [.. model.Training.History.Select(epoch => new EpochPoint(epoch.Epoch, epoch.TrainLoss, epoch.ValidationLoss, epoch.ValidationAccuracy))])));
    }

    // A stopped training chooses nothing yet, so the test digits stay unseen.
    var test = model.Training.Cancelled ? null : Test(zip, data.Test, cancellationToken);
    if (test is not null)
    {
        AtomicFile.Write(run.PathOf("confusion.png"), stream => stream.Write(ConfusionPlot.Png(test.Confusion)));
    }

    var metrics = new RunMetrics
    {
        Validation = SplitMetrics.Of(model.Validation),
        Test = test is null ? null : SplitMetrics.Of(test),
        Epochs = model.Training.History.Count,
        TrainingSeconds = Math.Round(model.Training.Seconds, 3),
        ImagesPerSecond = Math.Round(model.Training.ImagesPerSecond),
        Seed = options.Seed,
        Engine = model.Training.Engine,
        Parameters = model.Network.Parameters.Values.Length,
    };
    run.WriteMetrics(metrics);
    console.WriteMetrics(JsonNode.Parse(JsonFile.ToText(metrics))!);
    Report(console, run, model, data.Test, test);
}

static ClassificationReport Test(string zip, DigitSet digits, CancellationToken cancellationToken)
{
    var model = ScoringModel.Open(zip);
    return new ClassificationReport(model.Score(digits, cancellationToken), model.LabelsOf(digits), model.ClassNames);
}

static void Report(StageConsole console, RunFolder run, LeNet5Model model, DigitSet testDigits, ClassificationReport? test)
{
    var folder = StagePaths.ForPeople(run.Path);
    var training = model.Training;
    console.WriteResult($"trained {training.History.Count} epochs in {training.Seconds:F1} s at {training.ImagesPerSecond:N0} images/s ({training.Engine}); best is epoch {training.Best.Epoch}");
    console.WriteResult($"validation  accuracy {100 * model.Validation.Accuracy:F2} %   log-loss {model.Validation.LogLoss:F4}   ECE {model.Validation.Calibration.ExpectedCalibrationError:F4}");
    console.WriteResult($"            {RejectionText.Fewest(model.Validation.Rejection)}");
    if (test is null)
    {
        console.WriteHint($"{folder} holds model.zip of the best epoch so far.");
        console.WriteHint($"Next: dotnet run -c Release --project pipelines/Train -- --resume {folder}");
        return;
    }

    console.WriteResult($"test        accuracy {100 * test.Accuracy:F2} %   log-loss {test.LogLoss:F4}   ECE {test.Calibration.ExpectedCalibrationError:F4}   ({testDigits.Count:N0} digits, read by the saved zip)");
    console.WriteHint($"{folder} holds model.zip, model.onnx, curves.png, confusion.png, metrics.json, results.csv, options.json and checkpoint.");
    console.WriteHint($"Next: dotnet run -c Release --project pipelines/Evaluate -- --model {Path.Combine(folder, "model.zip")}");
    console.WriteHint($"      dotnet run -c Release --project pipelines/Predict -- --model {Path.Combine(folder, "model.zip")} FILE...");
}
