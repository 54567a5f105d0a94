using MnistPipeline.Data;
using MnistPipeline.Data.Strings;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;
using MnistPipeline.Plots;
using MnistPipeline.Training;
using MnistPipeline.Training.Strings;

namespace MnistPipeline.Stages.Evaluate;

/// <summary>Evaluate --strings.</summary>
internal static class EvaluateStrings
{
    /// <summary>Scores a model on labelled strings and leaves the run's files.</summary>
    /// <param name="modelPath">The model.</param>
    /// <param name="dataPath">The strings.</param>
    /// <param name="part"><c>train</c>, <c>test</c> or <c>all</c>.</param>
    /// <param name="seed">Chooses the test strings where no test part came.</param>
    /// <param name="openRun">Makes the run's folder.</param>
    /// <param name="dataOptions">Whether pictures that cannot be read are left out.</param>
    /// <param name="console">Where to report.</param>
    public static void Run(string modelPath, string dataPath, string part, int seed, Func<RunFolder> openRun, DigitSourceOptions dataOptions, StageConsole console)
    {
        var model = ModelFile.Load(modelPath);
        if (!model.Input.IsOfStrings())
        {
            throw new BadInputException($"{modelPath} reads single digits: give the model.zip of a training of strings, or leave --strings out.");
        }

        var strings = Part(StringSource.Open(dataPath, seed, dataOptions), part);
        console.WriteProgress($"Reading {strings.Count:N0} strings of {StagePaths.ForPeople(dataPath)} ({part}) with {StagePaths.ForPeople(modelPath)}.");
        var digits = model.Metadata.Classes.SkipLast(1).ToList();
        StringRow[] rows = [.. strings.Select(one => StringRow.Of(one, digits))];
        var report = StringScoring.Report(model.Parameters, digits, model.Metadata.Temperature, rows);
        var chosen = model.Metadata.Metrics.Validation?.RejectBelow is { } confidence ? report.Rejection.At(confidence) : null;
        var metrics = new RunMetrics
        {
            Test = SplitMetrics.From(report),
            Lengths = report.ByLength,
            ValidationConfidence = chosen is null ? null : new RejectionMetrics(chosen.RejectBelow, chosen.RejectedShare, chosen.ErrorShare),
            Model = Path.GetFullPath(modelPath),
            Data = Path.GetFullPath(dataPath),
            Part = part,
        };

        using var run = openRun();
        AtomicFile.Write(run.PathOf("rejection.png"), stream => stream.Write(RejectionPlot.Png(report.Rejection, chosen)));
        AtomicFile.Write(run.PathOf("mistakes.png"), stream => stream.Write(StringSheet.Mistakes(report, rows)));
        run.WriteMetrics(metrics);
        console.WriteTable(ReportTables.Lengths(report));
        console.WriteResult($"{StringRun.Line(report)}   {report.Mistakes.Count:N0} of {report.Answers.Count:N0} strings wrong");
        console.WriteResult(RejectionText.Fewest(report.Rejection));
        if (chosen is not null)
        {
            console.WriteResult(RejectionText.At(chosen));
        }

        console.WriteMetrics(metrics, MetricsJson.Settings.RunMetrics);
        var folder = StagePaths.ForPeople(run.Path);
        console.WriteHint($"{folder} holds metrics.json, rejection.png and mistakes.png.");
        console.WriteHint($"Next: look at {Path.Combine(folder, "mistakes.png")}");
    }

    private static IReadOnlyList<LabelledString> Part(StringParts parts, string part) => part switch
    {
        "train" => parts.Train,
        "test" => parts.Test,
        _ => [.. parts.Train, .. parts.Test],
    };
}
