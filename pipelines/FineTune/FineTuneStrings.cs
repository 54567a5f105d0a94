using System.CommandLine;
using MnistPipeline.Data;
using MnistPipeline.Data.Strings;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;

namespace MnistPipeline.Stages.FineTune;

/// <summary>FineTune --strings.</summary>
internal static class FineTuneStrings
{
    /// <summary>Trains and leaves the run's files.</summary>
    public static void Run(FineTuneArguments arguments, ParseResult parsed, FineTuneOptions options, StageConsole console, CancellationToken cancellation)
    {
        var (engine, device) = options.Engine.Open(options.ThreadCount);
        var model = ModelFile.Load(options.Model!);
        if (!model.Input.IsOfStrings())
        {
            throw new BadInputException($"{options.Model} reads single digits, and strings are learned here: give the model.zip of a training of those.");
        }

        var dataOptions = console.DataOptions(options.SkipUnreadable, cancellation);
        var own = StringSource.Open(options.Data!, options.Seed, dataOptions);
        var digitsPath = DigitsOf(options.Model!, model);
        var lessons = StringRun.Lessons(DigitSource.Open(digitsPath, model.Metadata.Metrics.Seed ?? options.Seed, options: dataOptions), options.Seed).With(own.Train);
        var test = lessons.Rows(own.Test);
        options = options with { Network = model.Parameters.Architecture with { Classes = options.Network.Classes } };
        using var run = arguments.Run.Folder(parsed, options, FineTuneJson.Settings.FineTuneOptions);
        console.WriteProgress(
            $"{StagePaths.ForPeople(options.Model!)} learns {lessons.Strings.Count:N0} strings of {StagePaths.ForPeople(options.Data!)}, and as many an epoch that are composed of {StagePaths.ForPeople(digitsPath)}, on {device}.");

        var dataName = ModelData.Names(digitsPath, options.Data!);
        var trained = StringRun.Train(run, options, lessons, (model.Parameters, dataName), engine, console, cancellation);
        var before = trained.Training.Cancelled ? null : StringRun.Test(run, model, test);
        var after = trained.Training.Cancelled ? null : StringRun.Test(run, trained.Network, test);
        var metrics = StringRun.Metrics(trained, options.Seed, after) with { TestBefore = before is null ? null : SplitMetrics.From(before) };
        run.WriteMetrics(metrics);
        console.WriteMetrics(metrics, MetricsJson.Settings.RunMetrics);
        StringRun.Report("FineTune", run, trained, console);
        if (before is not null && after is not null)
        {
            var folder = StagePaths.ForPeople(run.Path);
            console.WriteResult($"before      {StringRun.Line(before)}   ({before.Answers.Count:N0} test strings)");
            console.WriteResult($"after       {StringRun.Line(after)}");
            console.WriteHint($"{folder} holds model.zip, model.onnx, strings.png, mistakes.png, curves.png, metrics.json, results.csv, options.json and checkpoint.");
            console.WriteHint($"Next: look at {Path.Combine(folder, "mistakes.png")}, then put {Path.Combine(folder, "model.zip")} in the old one's place");
        }
    }

    // The single digits that the model learned from, where they are still there.
    private static string DigitsOf(string path, TrainedModel model) =>
        ModelData.Find(path, model.Metadata).FirstOrDefault(data => !StringSource.Is(data)) ?? StagePaths.FromRoot("data/mnist");
}
