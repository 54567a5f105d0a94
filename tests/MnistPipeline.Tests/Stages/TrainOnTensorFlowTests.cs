using System.Text.Json;
using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.Stages;

[TestClass]
public sealed class TrainOnTensorFlowTests
{
    [TestMethod]
    public void A_run_on_TensorFlow_says_so_and_leaves_the_same_files_and_a_SavedModel()
    {
        var library = TestFiles.TensorFlow();
        using var folder = new TemporaryFolder();
        var run = StageProcess.Run(
            "Train", folder.Path, "--data", WrittenDigits.WriteSample(folder), "--epochs", "2", "--output", "run", "--json", "--engine", "tensorflow", "--tensorflow", library, "--device", "cpu", "--export", "savedmodel", "exported");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        StringAssert.Matches(run.Error.Split('\n')[0], new(@" on tensorflow 2\.\d+\.\d+, CPU:0\.$"));
        foreach (var file in TrainTests.RunFiles)
        {
            Assert.IsTrue(File.Exists(folder.At("run", file)), file);
        }

        Assert.IsTrue(File.Exists(folder.At("exported", "saved_model.pb")));
        using var metrics = JsonDocument.Parse(run.Output);
        StringAssert.StartsWith(metrics.RootElement.GetProperty("engine").GetString(), "tensorflow 2.");
        Assert.IsGreaterThan(0.85, metrics.RootElement.GetProperty("test").GetProperty("accuracy").GetDouble());
    }

    [TestMethod]
    public void ListDevices_tells_what_each_engine_sees()
    {
        var library = TestFiles.TensorFlow();
        var run = StageProcess.Run("Train", TestFiles.Root, "--list-devices", "--tensorflow", library);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        StringAssert.Matches(run.Output, new(@"cpu +\d+ threads?, \d+-bit vectors +\d+\.\d GiB"));
        StringAssert.Matches(run.Output, new(@"tensorflow 2\.\d+\.\d+ +CPU:0 +\d+\.\d GiB"));
    }

    [TestMethod]
    public void The_log_level_reaches_TensorFlow()
    {
        var library = TestFiles.TensorFlow();
        string LogOf(string level) => StageProcess.Run("Train", TestFiles.Root, "--list-devices", "--tensorflow", library, "--log-level", level).Error;
        StringAssert.Contains(LogOf("0"), "cpu_feature_guard");
        Assert.AreEqual("", LogOf("3"));
    }

    [TestMethod]
    public void Where_TensorFlow_is_not_it_says_where_it_looked_and_what_brings_it()
    {
        if (TestFiles.HasSystemTensorFlow)
        {
            Assert.Inconclusive("Skipped: this system has a TensorFlow of its own.");
        }

        using var folder = new TemporaryFolder();
        var run = StageProcess.Run("Train", folder.Path, "--engine", "tensorflow", "--output", "run");
        Assert.AreEqual(2, run.ExitCode, run.Error);
        Assert.AreEqual(1, run.Error.Count(letter => letter == '\n'), run.Error);
        StringAssert.Contains(run.Error, "MNIST_TENSORFLOW");
        StringAssert.Contains(run.Error, "-p:TensorFlow=cpu");
        Assert.IsFalse(Directory.Exists(folder.At("run")));
    }

    [TestMethod]
    [DataRow("--engine", "abacus", "abacus")]
    [DataRow("--device", "gpu", "--device")]
    [DataRow("--tensorflow", "somewhere", "--tensorflow")]
    [DataRow("--zip", "rar", "--zip")]
    public void What_cannot_be_used_is_one_sentence(string option, string value, string named)
    {
        using var folder = new TemporaryFolder();
        StageProcess.AssertRefused(StageProcess.Run("Train", folder.Path, option, value, "--output", "run"), named);
    }

    [TestMethod]
    public void A_library_that_is_none_is_one_sentence()
    {
        using var folder = new TemporaryFolder();
        StageProcess.AssertRefused(StageProcess.Run("Train", folder.Path, "--engine", "tensorflow", "--tensorflow", "nowhere"), "nowhere");
        var file = folder.Write("libtensorflow.so", [1, 2, 3]);
        StageProcess.AssertRefused(StageProcess.Run("Train", folder.Path, "--engine", "tensorflow", "--tensorflow", file), "libtensorflow.so");
        StageProcess.AssertRefused(StageProcess.Run("Train", folder.Path, "--export", "keras", "there"), "keras");
    }
}
