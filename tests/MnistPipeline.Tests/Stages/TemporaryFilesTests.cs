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
}
