using System.CommandLine;
using MnistPipeline.Data;
using MnistPipeline.Data.Strings;
using MnistPipeline.Evaluation;

namespace MnistPipeline.Stages.Train;

/// <summary>Train --strings.</summary>
internal static class TrainStrings
{
    /// <summary>Trains and leaves the run's files.</summary>
    public static void Run(TrainArguments arguments, ParseResult parsed, RunOptions options, StageConsole console, CancellationToken cancellation)
    {
        if (options.IsTensorFlowZip || options.SavedModel is not null)
        {
            throw new BadInputException("A network for strings is written for ONNX alone: leave --zip and --saved-model out.");
        }

        var (engine, device) = options.Engine.Open(options.ThreadCount);
        var dataOptions = console.DataOptions(options.SkipUnreadable, cancellation);

        // Labelled strings are learned beside those that are composed of MNIST's digits.
        var own = StringSource.Is(options.Data!) ? StringSource.Open(options.Data!, options.Seed, dataOptions) : null;
        var digitsPath = own is null ? options.Data! : StagePaths.FromRoot("data/mnist");
        var digits = DigitSource.Open(digitsPath, options.Seed, options: dataOptions);
        var lessons = StringRun.Lessons(digits, options.Seed);
        lessons = own is null ? lessons : lessons.With(own.Train);
        using var run = arguments.Run.Folder(parsed, options, StageJson.Settings.RunOptions);
        console.WriteProgress(
            $"A network with {options.Architecture(lessons.Digits.Classes.Count + 1).ParameterCount():N0} parameters learns strings of the {lessons.Digits.Count:N0} digits of {StagePaths.ForPeople(digitsPath)}"
            + $"{(own is null ? "" : $" and the {lessons.Strings.Count:N0} of {StagePaths.ForPeople(options.Data!)}")} on {device}.");

        var dataName = own is null ? ModelData.Names(digitsPath) : ModelData.Names(digitsPath, options.Data!);
        var trained = StringRun.Train(run, options, lessons, (null, dataName), engine, console, cancellation);

        // A stopped training chooses nothing yet, so what tests stays unseen.
        var test = trained.Training.Cancelled ? null
            : StringRun.Test(run, trained.Network, own is null ? StringRun.TestRows(digits.Test, options) : lessons.Rows(own.Test));
        var metrics = StringRun.Metrics(trained, options.Seed, test);
        run.WriteMetrics(metrics);
        console.WriteMetrics(metrics, MetricsJson.Settings.RunMetrics);
        StringRun.Report("Train", run, trained, console);
        if (test is not null)
        {
            var folder = StagePaths.ForPeople(run.Path);
            console.WriteResult($"test        {StringRun.Line(test)}   ({test.Answers.Count:N0} strings that were not trained on)");
            console.WriteHint($"{folder} holds model.zip, model.onnx, strings.png, mistakes.png, curves.png, metrics.json, results.csv, options.json and checkpoint.");
            console.WriteHint($"Next: dotnet run -c Release --project pipelines/Predict -- --string --model {Path.Combine(folder, "model.zip")} FILE...");
        }
    }
}
