using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MnistPipeline.Data;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;
using MnistPipeline.Model.TensorFlow;
using MnistPipeline.Plots;
using MnistPipeline.Training;

namespace MnistPipeline.Stages;

/// <summary>What the programs that train do alike: train into a run folder, and say what it came to.</summary>
internal static class TrainingRun
{
    /// <summary>Trains with the epochs shown, and leaves <c>model.zip</c>, <c>model.onnx</c> and <c>curves.png</c> beside what the training itself writes.</summary>
    /// <param name="run">The run.</param>
    /// <param name="asked">What else the run is to leave.</param>
    /// <param name="options">How to train; what concerns the run folder and the console is set here.</param>
    /// <param name="data">The training digits.</param>
    /// <param name="console">Shows the epochs.</param>
    public static LeNet5Model Train(RunFolder run, RunOptions asked, LeNet5Options options, IDataView data, StageConsole console)
    {
        var mlContext = new MLContext(options.Seed);
        var trainer = mlContext.MulticlassClassification.Trainers.LeNet5(options with
        {
            OpenRun = run,
            MetricsCallback = console.Training.ShowEpoch,
            ProgressCallback = console.Training.ShowProgress,
            TeacherCallback = (teacher, accuracy) => console.WriteProgress(string.Create(
                CultureInfo.InvariantCulture, $"teacher {teacher}/{options.Teachers}  accuracy {100 * accuracy:F2} %")),
        });
        LeNet5Model model;
        try
        {
            model = trainer.Train(data);
        }
        catch (OperationCanceledException) when (options.Teachers > 0)
        {
            console.WriteHint($"{StagePaths.ForPeople(run.Path)} holds what the teachers have learned, and no network yet: --resume {StagePaths.ForPeople(run.Path)} goes on.");
            throw;
        }

        // Of these digits the label is a key; a zip answers with the class's name.
        var names = mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(model.Transformer.Transform(data));
        AtomicFile.Write(run.PathOf("model.zip"), stream => ModelZip.Write(stream, new TransformerChain<ITransformer>(model.Transformer, names)));
        AtomicFile.Write(run.PathOf("model.onnx"), stream => stream.Write(model.ToOnnx()));
        if (asked.IsTensorFlowZip)
        {
            AtomicFile.Write(run.PathOf("model.pb"), stream => stream.Write(model.ToTensorFlow()));
        }

        if (asked.SavedModel is not null)
        {
            SavedModelFolder.Write(asked.SavedModel, model.Network.Parameters, model.Network.Metadata);
            console.WriteProgress($"{StagePaths.ForPeople(asked.SavedModel)} holds the SavedModel.");
        }

        if (model.Training.History.Count > 0)
        {
            AtomicFile.Write(run.PathOf("curves.png"), stream => stream.Write(CurvesPlot.Png(model.Training.History)));
        }

        return model;
    }

    /// <summary>
    /// How the network of the saved zip reads digits. The scores are the zip's own, but ML.NET would take several times as long over ten thousand digits as
    /// a short training takes.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="digits">Digits of classes that the network knows.</param>
    public static ClassificationReport Test(RunFolder run, DigitSet digits)
    {
        var saved = ModelFile.Load(run.PathOf("model.zip"));
        var read = digits.AsRead();
        var classes = saved.Metadata.Classes;
        var scores = Softmax.Rows(CpuScorer.Logits(saved.Parameters, read.Pixels), classes.Count, saved.Metadata.Temperature);
        return new ClassificationReport(scores, read.LabelsAmong(classes), classes);
    }

    /// <summary>The files of a run that hold the network, for people.</summary>
    public static string ModelFiles(RunOptions options) => options.IsTensorFlowZip ? "model.zip for TensorFlow, model.pb, model.onnx" : "model.zip, model.onnx";

    /// <summary>A command line for people that goes on with a run, with what TensorFlow needs where the zip is for that.</summary>
    /// <param name="program">The program's name, such as <c>Evaluate</c>.</param>
    /// <param name="options">The options of the run.</param>
    /// <param name="arguments">The program's arguments.</param>
    public static string Next(string program, RunOptions options, string arguments)
    {
        var library = options.IsTensorFlowZip && options.Engine.TensorFlow.Library is { } path ? $" --tensorflow {StagePaths.ForPeople(path)}" : "";
        return $"dotnet run -c Release {(options.IsTensorFlowZip ? "-p:TensorFlow=system " : "")}--project pipelines/{program} -- {arguments}{library}";
    }

    /// <summary>What <c>metrics.json</c> says of a training and of the test digits; null where they were not read.</summary>
    public static RunMetrics Metrics(LeNet5Model model, int seed, ClassificationReport? test) => Metrics(model.Training, seed) with
    {
        Validation = SplitMetrics.From(model.Validation),
        Test = test is null ? null : SplitMetrics.From(test),
    };

    /// <summary>What it says of the training alone.</summary>
    public static RunMetrics Metrics(TrainingResult training, int seed) => new()
    {
        Epochs = training.History.Count,
        TrainingSeconds = Math.Round(training.Seconds, 3),
        ImagesPerSecond = Math.Round(training.ImagesPerSecond),
        Seed = seed,
        Engine = training.Engine,
        Parameters = training.Parameters.Values.Length,
    };

    /// <summary>Says what the training came to, before anything was tested; of one that was stopped also how it goes on.</summary>
    /// <param name="program">The program's name, such as <c>Train</c>.</param>
    /// <param name="run">The run.</param>
    /// <param name="model">What was trained.</param>
    /// <param name="console">Where to say it.</param>
    public static void Report(string program, RunFolder run, LeNet5Model model, StageConsole console)
    {
        var training = model.Training;
        console.WriteResult($"trained {training.History.Count} epochs in {training.Seconds:F1} s at {training.ImagesPerSecond:N0} images/s ({training.Engine}); best is epoch {training.Best.Epoch}");
        console.WriteResult($"validation  {Line(model.Validation)}");
        console.WriteResult($"            {RejectionText.Fewest(model.Validation.Rejection)}");
        if (training.Cancelled)
        {
            var folder = StagePaths.ForPeople(run.Path);
            console.WriteHint($"{folder} holds model.zip of the best epoch so far.");
            console.WriteHint($"Next: dotnet run -c Release --project pipelines/{program} -- --resume {folder}");
        }
    }

    /// <summary>A report's three numbers in a line.</summary>
    public static string Line(ClassificationReport report) =>
        $"accuracy {100 * report.Accuracy:F2} %   log-loss {report.LogLoss:F4}   ECE {report.Calibration.ExpectedCalibrationError:F4}";
}
