using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.ML;
using MnistPipeline.Data;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;
using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.Stages;

[TestClass]
public sealed class EvaluateTests
{
    private static readonly Lazy<(TemporaryFolder Folder, string Model)> Fitted = new(() =>
    {
        var folder = new TemporaryFolder();
        var model = folder.At("model.zip");
        var digits = DigitSource.Open(TestFiles.Mnist, 1).Train;
        StockModel.Save(model, digits.Select("a few digits", [.. Enumerable.Range(0, 3000)]));
        return (folder, model);
    });

    [ClassCleanup]
    public static void RemoveModel() => Fitted.Value.Folder.Dispose();

    [TestMethod]
    public void A_zip_and_a_data_set_give_a_report_in_a_run_folder()
    {
        using var folder = new TemporaryFolder();
        var run = StageProcess.Run("Evaluate", folder.Path, "--model", Fitted.Value.Model, "--data", TestFiles.Mnist, "--output", "report");

        Assert.AreEqual(0, run.ExitCode, run.Error);
        StringAssert.Contains(run.Output, "macro average");
        StringAssert.Contains(run.Output, "ECE");
        Assert.IsFalse(run.Output.Contains('\u001b'), "A pipe gets no colours.");
        var test = JsonNode.Parse(File.ReadAllText(folder.At("report", "metrics.json")))!["test"]!;
        Assert.IsGreaterThan(0.8, test["accuracy"]!.GetValue<double>());
        Assert.IsGreaterThan(0, test["logLoss"]!.GetValue<double>());
        Assert.IsTrue(test.AsObject().ContainsKey("rejectBelow"));
        StringAssert.Contains(run.Output, "--reject");
        foreach (var file in new[] { "confusion.png", "reliability.png", "rejection.png", "mistakes.png" })
        {
            Assert.IsTrue(File.Exists(folder.At("report", file)), file);
        }
    }

    [TestMethod]
    public void It_leaves_the_page_of_the_network_and_where_that_cannot_be_written_nothing_else_fails()
    {
        using var folder = new TemporaryFolder();
        var written = Evaluate();
        Assert.AreEqual(0, written.ExitCode, written.Error);
        StringAssert.Contains(File.ReadAllText(folder.At("report", "network.html")), "<script>");

        File.Delete(folder.At("report", "network.html"));
        _ = Directory.CreateDirectory(folder.At("report", "network.html"));
        File.Delete(folder.At("report", "mistakes.png"));
        var without = Evaluate();
        Assert.AreEqual(0, without.ExitCode, without.Error);
        StringAssert.Contains(without.Error, "There is no network.html: ");
        Assert.IsTrue(File.Exists(folder.At("report", "mistakes.png")));

        StageProcess Evaluate() =>
            StageProcess.Run("Evaluate", folder.Path, "--model", SampleRun.Model, "--data", TestFiles.Semeion, "--output", "report");
    }

    [TestMethod]
    public void With_JSON_the_metrics_are_all_that_is_on_standard_output()
    {
        using var folder = new TemporaryFolder();
        var run = StageProcess.Run(
            "Evaluate", folder.Path, "--model", Fitted.Value.Model, "--data", TestFiles.Semeion, "--part", "all", "--output", "report", "--json", "--quiet");

        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.AreEqual("", run.Error);
        var metrics = JsonNode.Parse(run.Output)!;
        Assert.AreEqual(1593, metrics["report"]!["digits"]!.GetValue<int>());
        Assert.AreEqual(
            1593,
            metrics["report"]!["confusion"]!.AsArray().Sum(row => row!.AsArray().Sum(count => count!.GetValue<int>())));
    }

    [TestMethod]
    public void The_confidence_that_the_validation_chose_is_tried_on_the_digits()
    {
        using var folder = new TemporaryFolder();
        var network = TrainedNetwork.Of(DigitInput.Picture);
        var metrics = new RunMetrics { Validation = new SplitMetrics { Accuracy = 0.9, RejectBelow = 0.75 } };
        network = new TrainedModel(network.Parameters, network.Metadata with { Metrics = metrics }, network.Input);
        var context = new MLContext(seed: 1);
        context.Model.Save(StockTransformers.Build(context, network, "Image", OnnxScoring.Create), null, folder.At("model.zip"));
        WrittenDigits.WritePair(folder, MnistDigits.First(300), "data/t10k-");
        WrittenDigits.WritePair(folder, MnistDigits.First(100), "data/train-");
        var run = StageProcess.Run("Evaluate", folder.Path, "--model", "model.zip", "--data", "data", "--output", "report");

        Assert.AreEqual(0, run.ExitCode, run.Error);
        StringAssert.Contains(run.Output, "--reject 0.75, as the validation chose: ");
        var chosen = JsonNode.Parse(File.ReadAllText(folder.At("report", "metrics.json")))!["validationConfidence"]!;
        Assert.AreEqual(0.75, chosen["rejectBelow"]!.GetValue<double>());
        Assert.IsTrue(chosen["rejected"]!.GetValue<double>() is > 0 and < 1);
    }

    [TestMethod]
    public void A_damaged_zip_is_one_sentence()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(Fitted.Value.Model);
        var path = folder.Write("half.zip", whole[..(whole.Length / 2)]);
        StageProcess.AssertRefused(StageProcess.Run("Evaluate", folder.Path, "--model", path, "--data", TestFiles.Semeion), "half.zip");
        Assert.IsFalse(Directory.Exists(folder.At("runs", "evaluate")));
    }

    [TestMethod]
    public void A_class_that_the_model_does_not_know_is_named()
    {
        using var folder = new TemporaryFolder();
        var header = "label," + string.Join(',', Enumerable.Range(0, 784).Select(pixel => string.Create(CultureInfo.InvariantCulture, $"pixel{pixel}")));
        var pixels = string.Concat(Enumerable.Repeat(",9", 784));
        var rows = Enumerable.Range(0, 12).Select(row => (row % 2 == 0 ? "7" : "seven") + pixels);
        File.WriteAllLines(folder.At("words.csv"), [header, .. rows]);
        StageProcess.AssertRefused(
            StageProcess.Run("Evaluate", folder.Path, "--model", Fitted.Value.Model, "--data", "words.csv", "--part", "all"), "'seven'");
    }

    [TestMethod]
    [DataRow("--part", "most")]
    [DataRow("--seed", "x")]
    [DataRow("--model", "nowhere.zip")]
    [DataRow("--epoch", "3")]
    public void What_cannot_be_used_is_named_in_one_sentence(string option, string value) =>
        StageProcess.AssertRefused(StageProcess.Run("Evaluate", TestFiles.Root, option, value), value == "3" ? option : value);

    [TestMethod]
    public void Help_shows_defaults_and_an_example_in_any_folder()
    {
        var run = StageProcess.Run("Evaluate", Path.GetTempPath(), "--help");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        StringAssert.Contains(run.Output, "[default: data/mnist]");
        StringAssert.Contains(run.Output, "Example:\n  dotnet run");
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Ctrl_C_ends_with_130()
    {
        using var folder = new TemporaryFolder();
        using var process = StageProcess.Start(
            "Evaluate", folder.Path, "--model", Fitted.Value.Model, "--data", TestFiles.Mnist, "--part", "all", "--output", "report");
        process.WaitForErrorLine("Scoring");
        process.Send(PosixSignal.SIGINT);
        Assert.AreEqual(130, process.WaitForExit());
    }
}
