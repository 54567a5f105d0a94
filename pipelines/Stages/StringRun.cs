using System.Globalization;
using Microsoft.ML;
using MnistPipeline.Data;
using MnistPipeline.Engines;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;
using MnistPipeline.Plots;
using MnistPipeline.Training;
using MnistPipeline.Training.Strings;

namespace MnistPipeline.Stages;

/// <summary>What the programs that train a network for strings do alike.</summary>
internal static class StringRun
{
    // Of the training digits one of so many is kept for the strings that choose.
    private const int ValidationShare = 12;

    private const int MaxTestCount = 2000;

    /// <summary>What there is to learn from single digits alone.</summary>
    public static StringLessons Lessons(DigitParts data, int seed)
    {
        var (kept, heldOut) = data.Validation is { } own ? (data.Train, own) : StratifiedSplit.HoldOut(data.Train, Math.Max(1, data.Train.Count / ValidationShare), seed);
        return new StringLessons(Read(kept), Read(heldOut));
    }

    /// <summary>Strings composed of test digits, which test where no others do.</summary>
    public static IReadOnlyList<StringRow> TestRows(DigitSet testDigits, RunOptions options)
    {
        var composer = new StringComposer(Read(testDigits));
        return [.. ParallelEnumerable.Range(0, Math.Min(MaxTestCount, options.StringsPerEpoch)).AsOrdered().Select(place => composer.ComposeToJudge(options.Seed, place))];
    }

    /// <summary>Trains with the epochs shown, and leaves <c>strings.png</c>, <c>model.zip</c>, <c>model.onnx</c> and <c>curves.png</c> beside what the training itself writes.</summary>
    /// <param name="run">The run.</param>
    /// <param name="options">How to train.</param>
    /// <param name="lessons">What there is to learn from.</param>
    /// <param name="start">What to go on from, and what the data are called.</param>
    /// <param name="engine">Makes what computes.</param>
    /// <param name="console">Shows the epochs.</param>
    /// <param name="cancellation">Stops the training.</param>
    public static TrainedStrings Train(
        RunFolder run, RunOptions options, StringLessons lessons, (LeNet5Parameters? Initial, string DataName) start, EngineFactory engine, StageConsole console, CancellationToken cancellation)
    {
        Write(run, "strings.png", StringSheet.Png(lessons, options));
        var trained = new StringTraining(engine, lessons, options)
        {
            Initial = start.Initial,
            DataName = start.DataName,
            OnEpoch = console.Training.ShowEpoch,
            OnProgress = console.Training.ShowProgress,
        }.Run(run, cancellation);
        AtomicFile.Write(run.PathOf("model.zip"), stream => ModelZip.Write(stream, StockStrings.Build(new MLContext(), trained.Network, "Image")));
        Write(run, "model.onnx", LeNet5Onnx.WriteWindows(trained.Network.Parameters, trained.Network.Metadata));
        if (trained.Training.History.Count > 0)
        {
            Write(run, "curves.png", CurvesPlot.Png(trained.Training.History));
        }

        return trained;
    }

    /// <summary>How a network reads rows; the run gets <c>mistakes.png</c>.</summary>
    public static StringReport Test(RunFolder run, TrainedModel network, IReadOnlyList<StringRow> rows)
    {
        var digits = network.Metadata.Classes.SkipLast(1).ToArray();
        var report = StringScoring.Report(network.Parameters, digits, network.Metadata.Temperature, rows);
        Write(run, "mistakes.png", StringSheet.Mistakes(report, rows));
        return report;
    }

    /// <summary>Says what the training came to; of one that was stopped also how it goes on.</summary>
    /// <param name="program">The program's name, such as <c>Train</c>.</param>
    /// <param name="run">The run.</param>
    /// <param name="trained">What was trained.</param>
    /// <param name="console">Where to say it.</param>
    public static void Report(string program, RunFolder run, TrainedStrings trained, StageConsole console)
    {
        var training = trained.Training;
        console.WriteResult($"trained {training.History.Count} epochs in {training.Seconds:F1} s at {training.ImagesPerSecond:N0} strings/s ({training.Engine}); best is epoch {training.Best.Epoch}");
        console.WriteResult($"validation  {Line(trained.Validation)}");
        console.WriteResult($"            {RejectionText.Fewest(trained.Validation.Rejection)}");
        if (training.Cancelled)
        {
            var folder = StagePaths.ForPeople(run.Path);
            console.WriteHint($"{folder} holds model.zip and model.onnx of the best epoch so far.");
            console.WriteHint($"Next: dotnet run -c Release --project pipelines/{program} -- --resume {folder}");
        }
    }

    /// <summary>What <c>metrics.json</c> says of a training and of the test strings; null where they were not read.</summary>
    public static RunMetrics Metrics(TrainedStrings trained, int seed, StringReport? test) => TrainingRun.Metrics(trained.Training, seed) with
    {
        Validation = SplitMetrics.From(trained.Validation),
        Test = test is null ? null : SplitMetrics.From(test),
    };

    /// <summary>A report's two numbers in a line.</summary>
    public static string Line(StringReport report) => string.Create(
        CultureInfo.InvariantCulture, $"strings right {100 * report.Accuracy:F2} %   digits wrong, missing or too many {100 * report.DigitErrorRate:F2} %");

    private static TrainingDigits Read(DigitSet digits) => new(digits, DigitsAsRead.Of(digits));

    private static void Write(RunFolder run, string file, byte[] content) => AtomicFile.Write(run.PathOf(file), stream => stream.Write(content));
}
