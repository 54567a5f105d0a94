using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.Stages;

[TestClass]
public sealed class TemporaryFilesTests
{
    [TestMethod]
    public void Without_a_temporary_folder_all_is_done_and_Serve_names_it()
    {
        using var folder = new TemporaryFolder();
        var data = WrittenDigits.WriteSample(folder);
        var missing = folder.At("missing", "temporary");
        Directory.Delete(folder.At("missing"));
        Assert.AreEqual(0, Run("Train", "--data", data, "--epochs", "1", "--output", "run").ExitCode);
        Assert.AreEqual(0, Run("Evaluate", "--model", "run/model.zip", "--data", data, "--output", "report").ExitCode);
        StageProcess.AssertRefused(Run(ServeProcess.Program, "--model", "run/model.zip", "--urls", "http://127.0.0.1:0"), missing);

        StageProcess Run(string program, params string[] arguments)
        {
            var start = StageProcess.StartInfo(program, folder.Path, arguments);
            start.Environment["TMPDIR"] = missing;
            return StageProcess.Run(start);
        }
    }

    [TestMethod]
    public void No_stage_leaves_a_file_in_the_temporary_folder()
    {
        using var folder = new TemporaryFolder();
        var data = WrittenDigits.WriteSample(folder);
        AssertLeavesNothing("Train", "--data", data, "--epochs", "2", "--output", "run");
        AssertLeavesNothing("Evaluate", "--model", "run/model.zip", "--data", data, "--output", "report");
        AssertLeavesNothing("Predict", "--model", "run/model.zip", folder.Write("seven.png", WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".png")));
        AssertLeavesNothing("FineTune", "--model", "run/model.zip", "--data", TestFiles.Semeion, "--replay", "none", "--epochs", "1", "--output", "fine-tuned");
        AssertLeavesNothing("Tune", "--data", data, "--trials", "2", "--epochs", "1", "--output", "search");

        void AssertLeavesNothing(string stage, params string[] arguments)
        {
            using var temporary = new TemporaryFolder();
            var start = StageProcess.StartInfo(stage, folder.Path, arguments);
            start.Environment["TMPDIR"] = temporary.Path;
            var run = StageProcess.Run(start);
            Assert.AreEqual(0, run.ExitCode, run.Error);
            Assert.IsEmpty(Directory.GetFileSystemEntries(temporary.Path), $"{stage} left {string.Join(", ", Directory.GetFileSystemEntries(temporary.Path))}");
        }
    }
}
