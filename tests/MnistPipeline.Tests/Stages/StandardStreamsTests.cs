using System.Diagnostics;
using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.Stages;

/// <summary>Programs whose standard streams are closed, full or never end, as shells give them.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class StandardStreamsTests
{
    [TestMethod]
    [DataRow("> /dev/full", "Standard output cannot be written")]
    [DataRow(">&-", "Standard output cannot be written")]
    public void Results_that_cannot_be_written_are_said_in_a_sentence(string redirection, string sentence)
    {
        using var folder = new TemporaryFolder();
        _ = folder.Write("seven.png", WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".png"));
        foreach (var arguments in new[] { "--quiet seven.png", "--help" })
        {
            var run = Shell(folder, "Predict", $"{arguments} {redirection}");
            Assert.AreEqual(2, run.ExitCode, run.Error);
            StringAssert.StartsWith(run.Error, sentence);
            Assert.AreEqual(1, run.Error.Count(letter => letter == '\n'), run.Error);
        }
    }

    [TestMethod]
    [DataRow("2> /dev/full")]
    [DataRow("2>&-")]
    public void A_training_goes_on_without_its_log(string redirection)
    {
        using var folder = new TemporaryFolder();
        var data = Path.GetRelativePath(folder.Path, WrittenDigits.WriteSample(folder));
        var run = Shell(folder, "Train", $"--data {data} --epochs 1 --output run {redirection}");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.IsTrue(File.Exists(folder.At("run", "model.zip")));
        foreach (var file in Directory.GetFiles(folder.At("run")))
        {
            Assert.IsFalse(File.ReadAllText(file).Contains("validation loss 0", StringComparison.Ordinal), $"{file} has the log in it.");
        }
    }

    [TestMethod]
    public void Standard_input_that_is_closed_or_has_no_end_is_refused()
    {
        using var folder = new TemporaryFolder();
        StringAssert.Contains(Shell(folder, "Predict", "- <&-").Error, "Standard input is closed");
        StringAssert.Contains(Shell(folder, "Predict", "- < /dev/zero").Error, "more than 268,435,456 bytes");
        StringAssert.Contains(Shell(folder, "Predict", "/dev/zero").Error, "more than 268,435,456 bytes");
    }

    [TestMethod]
    public void Names_do_not_steer_the_terminal_nor_compute_in_a_spreadsheet()
    {
        using var folder = new TemporaryFolder();
        _ = folder.Write("a\u001b[31m\n\u202eb.png", [1]);
        _ = folder.Write("=1+1,2.png", WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".png"));
        var refused = StageProcess.Run("Predict", folder.Path, "--quiet", "a\u001b[31m\n\u202eb.png");
        StageProcess.AssertRefused(refused, @"a\u001b[31m\u000a\u202eb.png");
        var lines = StageProcess.Run("Predict", folder.Path, "--quiet", "--csv", "=1+1,2.png").Output.Split('\n');
        StringAssert.StartsWith(lines[1], "\"'=1+1,2.png\",7,");
    }

    private static StageProcess Shell(TemporaryFolder folder, string program, string rest)
    {
        var dotnet = StageProcess.StartInfo(program, folder.Path);
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = folder.Path };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"exec {dotnet.FileName} '{dotnet.ArgumentList[0]}' {rest}");
        return StageProcess.Run(start);
    }
}
