using System.Runtime.InteropServices;
using System.Text.Json;
using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.Stages;

[TestClass]
public sealed class TrainTests
{
    internal static readonly string[] RunFiles =
        ["model.zip", "model.onnx", "network.html", "curves.png", "confusion.png", "metrics.json", "results.csv", "options.json", "checkpoint"];

    // So many that a signal after the first of them comes long before the last, whatever else the machine does.
    private const int ManyEpochs = 10;

    [TestMethod]
    public void A_run_leaves_its_files_and_its_metrics()
    {
        using var folder = new TemporaryFolder();
        var data = WrittenDigits.WriteSample(folder);
        var run = StageProcess.Run("Train", folder.Path, "--data", data, "--epochs", "2", "--output", "run", "--json");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        foreach (var file in RunFiles)
        {
            Assert.IsGreaterThan(0, new FileInfo(folder.At("run", file)).Length, file);
        }

        using var metrics = JsonDocument.Parse(run.Output);
        Assert.AreEqual(61_706, metrics.RootElement.GetProperty("parameters").GetInt32());
        Assert.IsGreaterThan(0.85, metrics.RootElement.GetProperty("test").GetProperty("accuracy").GetDouble());
        Assert.AreEqual(2, run.Error.Split('\n').Count(line => line.StartsWith("epoch ", StringComparison.Ordinal)));
        Assert.DoesNotContain("\u001b", run.Error);
    }

    [TestMethod]
    public void Options_json_repeats_the_run_bit_for_bit()
    {
        using var folder = new TemporaryFolder();
        var data = WrittenDigits.WriteSample(folder);
        Assert.AreEqual(0, StageProcess.Run(
            "Train", folder.Path, "--data", data, "--epochs", "1", "--output", "first", "--activation", "tanh", "--c1-kernels", "3", "--threads", "1").ExitCode);
        Assert.AreEqual(0, StageProcess.Run("Train", folder.Path, "--options", "first/options.json", "--output", "second").ExitCode);
        CollectionAssert.AreEqual(File.ReadAllBytes(folder.At("first", "model.onnx")), File.ReadAllBytes(folder.At("second", "model.onnx")));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Ctrl_C_keeps_the_best_epoch_and_ends_with_130_and_resume_ends_with_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        var data = WrittenDigits.WriteSample(folder);
        string[] arguments = ["--data", data, "--epochs", $"{ManyEpochs}"];
        using (var process = StageProcess.Start("Train", folder.Path, [.. arguments, "--output", "stopped"]))
        {
            process.WaitForErrorLine("epoch  1/");
            process.Send(PosixSignal.SIGINT);
            Assert.AreEqual(130, process.WaitForExit());
        }

        Assert.IsTrue(File.Exists(folder.At("stopped", "model.zip")));
        Assert.AreEqual(0, StageProcess.Run("Train", folder.Path, [.. arguments, "--output", "whole"]).ExitCode);
        Assert.AreEqual(0, StageProcess.Run("Train", folder.Path, "--resume", "stopped").ExitCode);
        CollectionAssert.AreEqual(File.ReadAllBytes(folder.At("whole", "model.onnx")), File.ReadAllBytes(folder.At("stopped", "model.onnx")));
    }

    [TestMethod]
    [DataRow("--data", "nowhere", "nowhere")]
    [DataRow("--epochs", "0", "Epochs")]
    [DataRow("--epochs", "many", "--epochs")]
    [DataRow("--learning-rate", "-1", "LearningRate")]
    [DataRow("--classes", "3", "--classes")]
    [DataRow("--recipe", "fancy", "--recipe")]
    [DataRow("--options", "none.json", "none.json")]
    [DataRow("--resume", "nowhere", "--output")]
    public void What_cannot_be_used_is_one_sentence_and_exit_code_2(string option, string value, string named)
    {
        using var folder = new TemporaryFolder();
        var run = StageProcess.Run("Train", folder.Path, option, value, "--output", "run");
        StageProcess.AssertRefused(run, named);
        Assert.IsFalse(Directory.Exists(folder.At("run")), "Nothing is left of a run that could not begin.");
    }

    [TestMethod]
    public void Help_shows_defaults_and_an_example()
    {
        var run = StageProcess.Run("Train", TestFiles.Root, "--help");
        Assert.AreEqual(0, run.ExitCode);
        StringAssert.Contains(run.Output, "[default: 256]");
        StringAssert.Contains(run.Output, "Example:");
    }
}
