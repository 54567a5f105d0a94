using System.Text.Json.Nodes;
using Microsoft.ML;
using MnistPipeline.Data;
using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;
using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.Stages;

[TestClass]
public sealed class FineTuneTests
{
    private static readonly string[] RunFiles =
        ["model.zip", "model.onnx", "network.html", "curves.png", "confusion.png", "changes.png", "metrics.json", "results.csv", "options.json", "checkpoint"];

    private const string Short = """{ "epochs": 3, "replayCount": 2000, "minDigitsPerEpoch": 2000, "learningRate": 0.004 }""";

    [TestMethod]
    public void It_learns_another_handwriting_keeps_the_first_and_its_zip_stands_in_for_the_old_one()
    {
        using var folder = new TemporaryFolder();
        var run = FineTune(folder, "--data", TestFiles.Semeion, "--json");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        foreach (var file in RunFiles)
        {
            Assert.IsGreaterThan(0, new FileInfo(folder.At("run", file)).Length, file);
        }

        var metrics = JsonNode.Parse(run.Output)!;
        Assert.AreEqual(metrics.ToJsonString(), JsonNode.Parse(File.ReadAllText(folder.At("run", "metrics.json")))!.ToJsonString());
        Assert.IsGreaterThan(Accuracy(metrics, "testBefore") + 0.1, Accuracy(metrics, "test"));
        Assert.IsGreaterThan(Accuracy(metrics, "oldTestBefore") - 0.03, Accuracy(metrics, "oldTest"));
        var (before, after) = (ScoringModel.Open(SampleRun.Model), ScoringModel.Open(folder.At("run", "model.zip")));
        Assert.AreSequenceEqual(before.ClassNames, after.ClassNames);
        Assert.AreEqual(before.ReadsPictures, after.ReadsPictures);
    }

    [TestMethod]
    public void Before_and_after_stand_side_by_side_and_without_replay_the_forgetting_is_measured_too()
    {
        using var folder = new TemporaryFolder();
        var run = FineTune(folder, "--data", TestFiles.Semeion, "--replay", "none", "--freeze", "none", "--test-digits", "593");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        StringAssert.Matches(run.Output, new("before +after +change +digits"));
        StringAssert.Matches(run.Output, new("semeion .*593"));
        StringAssert.Matches(run.Output, new("data .* 600"));
        StringAssert.Contains(run.Output, "weakest class");
        var options = JsonNode.Parse(File.ReadAllText(folder.At("run", "options.json")))!;
        Assert.IsFalse(options["replays"]!.GetValue<bool>());
        Assert.HasCount(0, options["frozenLayers"]!.AsArray());
    }

    [TestMethod]
    public void A_class_that_the_network_has_not_seen_gets_an_output_of_its_own_behind_the_others()
    {
        using var folder = new TemporaryFolder();
        var digits = MnistDigits.Take(3000, 900);
        string[] classes = [.. digits.Classes.Select(name => name == "7" ? "seven" : name)];
        var renamed = new DigitSet("renamed", digits.Pixels, digits.Labels, classes);
        File.WriteAllLines(folder.At("renamed.csv"), [WrittenDigits.CsvHeader(), .. WrittenDigits.CsvLines(renamed)]);
        var run = FineTune(folder, "--data", "renamed.csv", "--replay", "none", "--json");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var model = ScoringModel.Open(folder.At("run", "model.zip"));
        Assert.AreSequenceEqual([.. digits.Classes, "seven"], model.ClassNames);
        Assert.IsGreaterThan(0.9, model.Report(renamed).Classes[^1].Recall);
    }

    [TestMethod]
    public void A_killed_run_goes_on_and_ends_with_the_same_bits_but_not_from_another_model()
    {
        using var folder = new TemporaryFolder();
        File.Copy(SampleRun.Model, folder.At("model.zip"));
        File.WriteAllText(folder.At("short.json"), Short);
        string[] arguments = ["--options", "short.json", "--epochs", "12", "--batch-size", "16", "--model", "model.zip", "--data", TestFiles.Semeion];
        Assert.AreEqual(0, StageProcess.Run("FineTune", folder.Path, [.. arguments, "--output", "whole"]).ExitCode);
        using (var process = StageProcess.Start("FineTune", folder.Path, [.. arguments, "--output", "killed"]))
        {
            process.WaitForErrorLine("epoch  2/");
            process.Kill();
            _ = process.WaitForExit();
        }

        var own = File.ReadAllBytes(folder.At("model.zip"));
        File.Copy(folder.At("whole", "model.zip"), folder.At("model.zip"), overwrite: true);
        StageProcess.AssertRefused(StageProcess.Run("FineTune", folder.Path, "--resume", "killed", "--quiet"), "from another model");
        File.WriteAllBytes(folder.At("model.zip"), own);
        var resumed = StageProcess.Run("FineTune", folder.Path, "--resume", "killed");
        Assert.AreEqual(0, resumed.ExitCode, resumed.Error);
        CollectionAssert.AreEqual(File.ReadAllBytes(folder.At("whole", "model.onnx")), File.ReadAllBytes(folder.At("killed", "model.onnx")));
    }

    [TestMethod]
    public void A_zip_that_takes_pixels_gives_one_that_takes_pixels_and_without_old_digits_nothing_is_said_of_them()
    {
        using var folder = new TemporaryFolder();
        var context = new MLContext(1);
        var model = context.MulticlassClassification.Trainers.LeNet5(new LeNet5Options { FeatureColumnName = "Pixels", Epochs = 1 })
            .Train(MnistDigits.Take(0, 1000).ToDataView());
        context.Model.Save(model.Transformer, null, folder.At("pixels.zip"));
        File.WriteAllText(folder.At("short.json"), Short);
        string[] arguments = ["--options", "short.json", "--data", TestFiles.Semeion];
        var run = StageProcess.Run("FineTune", folder.Path, [.. arguments, "--model", "pixels.zip", "--output", "run", "--json"]);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        StringAssert.Contains(run.Error, "--replay");
        Assert.IsNull(JsonNode.Parse(run.Output)!["oldTest"]);
        Assert.IsFalse(ScoringModel.Open(folder.At("run", "model.zip")).ReadsPictures);

        var shares = LeNet5Onnx.Write(model.Network.Parameters, model.Network.Metadata, DigitInput.UnitPixels, "Pixels", 1);
        File.WriteAllBytes(folder.At("shares.onnx"), shares);
        StageProcess.AssertRefused(StageProcess.Run("FineTune", folder.Path, [.. arguments, "--model", "shares.onnx", "--output", "shares"]), "InitialModel");
    }

    [TestMethod]
    public void A_zip_of_another_library_is_refused()
    {
        using var folder = new TemporaryFolder();
        StockModel.Save(folder.At("foreign.zip"), MnistDigits.Take(0, 500));
        StageProcess.AssertRefused(StageProcess.Run("FineTune", folder.Path, "--model", "foreign.zip", "--data", TestFiles.Semeion, "--output", "run"), "foreign.zip");
        Assert.IsFalse(Directory.Exists(folder.At("run")), "Nothing is left of a run that could not begin.");
    }

    [TestMethod]
    [DataRow("--data", "nowhere", "nowhere")]
    [DataRow("--model", "nowhere.zip", "nowhere.zip")]
    [DataRow("--replay", "nowhere", "nowhere")]
    [DataRow("--freeze", "C1,S2", "'S2'")]
    [DataRow("--freeze", "c1,c3,c5,f6,OUTPUT", "FrozenLayers")]
    [DataRow("--test-digits", "1593", "1,593")]
    [DataRow("--replay-count", "0", "ReplayCount")]
    [DataRow("--resume", "nowhere", "--output")]
    public void What_cannot_be_used_is_one_sentence_and_exit_code_2(string option, string value, string named)
    {
        using var folder = new TemporaryFolder();
        string[] others = option switch
        {
            "--resume" => [],
            "--data" => ["--model", SampleRun.Model],
            "--model" => ["--data", TestFiles.Semeion],
            _ => ["--model", SampleRun.Model, "--data", TestFiles.Semeion],
        };
        StageProcess.AssertRefused(StageProcess.Run("FineTune", folder.Path, [option, value, "--output", "run", .. others]), named);
        Assert.IsFalse(Directory.Exists(folder.At("run")), "Nothing is left of a run that could not begin.");
    }

    private static StageProcess FineTune(TemporaryFolder folder, params string[] arguments)
    {
        File.WriteAllText(folder.At("short.json"), Short);
        return StageProcess.Run(
            "FineTune", folder.Path, ["--options", "short.json", "--model", SampleRun.Model, "--output", "run", .. arguments]);
    }

    private static double Accuracy(JsonNode metrics, string split) => metrics[split]!["accuracy"]!.GetValue<double>();
}
