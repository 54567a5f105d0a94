using System.Text;
using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.Stages;

[TestClass]
public sealed class RefusedOptionsTests
{
    [TestMethod]
    [DataRow("Train", "--epochs --output X", "--epochs needs a value")]
    [DataRow("Train", "--output --epochs 3", "--output needs a value")]
    [DataRow("Train", "--output --quiet", "--output needs a value")]
    [DataRow("Train", "--data |", "--data")]
    [DataRow("Train", "--options |", "--options")]
    [DataRow("Tune", "--minutes 1e30", "--minutes")]
    [DataRow("Tune", "--minutes 0", "--minutes")]
    [DataRow("Evaluate", "--model |", "--model")]
    [DataRow("Predict", "| --quiet", "empty path")]
    public void A_value_that_is_missing_empty_or_out_of_range_is_blamed_on_its_option(string stage, string arguments, string named)
    {
        using var folder = new TemporaryFolder();

        // A bar stands for an empty word.
        StageProcess.AssertRefused(StageProcess.Run(stage, folder.Path, [.. arguments.Split(' ').Select(word => word == "|" ? "" : word)]), named);
    }

    [TestMethod]
    [DataRow("Train", """{ "data": "" }""", "empty path")]
    [DataRow("Train", """{ "data": "a\u0000b" }""", "NUL")]
    [DataRow("Train", """{ "savedModel": "a\u0000b" }""", "NUL")]
    [DataRow("Train", """{ "warmUp": 5 }""", "'warmUp' in options.json")]
    [DataRow("Train", """{ "network": { "c1Kernels": 0 } }""", "'c1Kernels' in options.json")]
    [DataRow("FineTune", """{ "model": "a\u0000b" }""", "NUL")]
    [DataRow("FineTune", """{ "model": "model.zip", "oldData": [""] }""", "empty path")]
    [DataRow("Tune", """{ "ranges": { "c1Kernels": null } }""", "c1Kernels")]
    public void A_member_of_an_options_file_is_named_with_the_file(string stage, string options, string named)
    {
        using var folder = new TemporaryFolder();
        _ = folder.Write("options.json", Encoding.UTF8.GetBytes(options));
        StageProcess.AssertRefused(StageProcess.Run(stage, folder.Path, "--options", "options.json", "--output", "run"), named);
        Assert.IsFalse(Directory.Exists(Path.Combine(folder.Path, "run")));
    }

    [TestMethod]
    public void A_training_that_comes_to_nothing_names_the_cause_and_keeps_its_folder()
    {
        using var folder = new TemporaryFolder();
        var run = StageProcess.Run("Train", folder.Path, "--data", WrittenDigits.WriteSample(folder), "--optimizer", "adamw", "--learning-rate", "5", "--epochs", "2", "--output", "run", "--quiet");
        StageProcess.AssertRefused(run, "no better than chance; the learning rate 5 is too high");
        Assert.IsTrue(File.Exists(folder.At("run", "checkpoint")));
        Assert.IsFalse(File.Exists(folder.At("run", "model.zip")));
    }
}
