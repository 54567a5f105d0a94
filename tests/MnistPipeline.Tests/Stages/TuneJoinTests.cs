using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.Stages;

/// <summary>Several processes on one search.</summary>
[TestClass]
public sealed class TuneJoinTests
{
    private static readonly string[] Grid = ["--grid", "--c1-kernels", "3,4", "--c5-neurons", "20,30,40", "--epochs", "3"];

    [TestMethod]
    public void Three_processes_of_which_two_are_killed_come_to_the_bits_of_one()
    {
        using var folder = new TemporaryFolder();
        var data = WrittenDigits.WriteSample(folder);
        var whole = StageProcess.Run("Tune", folder.Path, ["--data", data, .. Grid, "--output", "whole"]);
        Assert.AreEqual(0, whole.ExitCode, whole.Error);

        string[] join = ["--data", data, .. Grid, "--threads", "1", "--join", "shared"];
        var workers = Enumerable.Range(0, 3).Select(_ => StageProcess.Start("Tune", folder.Path, join)).ToList();
        var texts = workers.Select(worker => worker.Error.ReadToEndAsync()).ToList();
        WaitForCheckpoint(folder);
        foreach (var worker in workers.Take(2))
        {
            worker.Kill();
            worker.Dispose();
        }

        var later = StageProcess.Run("Tune", folder.Path, "--join", "shared", "--threads", "1");
        Assert.AreEqual(0, later.ExitCode, later.Error);
        Assert.AreEqual(0, workers[2].WaitForExit(), texts[2].Result);
        workers[2].Dispose();

        var trials = Directory.GetDirectories(folder.At("whole", "trials"));
        Assert.HasCount(7, trials);
        foreach (var trial in trials)
        {
            var shared = folder.At("shared", "trials", Path.GetFileName(trial));
            CollectionAssert.AreEqual(Learned(trial), Learned(shared), Path.GetFileName(trial));
            Assert.IsEmpty(Directory.GetFiles(shared, ".claim*"));
        }

        CollectionAssert.AreEqual(Reached(folder.At("whole", "trials.csv")), Reached(folder.At("shared", "trials.csv")));
        Assert.AreEqual(File.ReadAllText(folder.At("whole", "best.json")), File.ReadAllText(folder.At("shared", "best.json")));
    }

    [TestMethod]
    public void A_search_with_other_options_is_not_joined_and_one_of_a_process_alone_neither()
    {
        using var folder = new TemporaryFolder();
        var data = WrittenDigits.WriteSample(folder);
        string[] small = ["--data", data, "--trials", "1", "--epochs", "1"];
        Assert.AreEqual(0, StageProcess.Run("Tune", folder.Path, [.. small, "--join", "shared"]).ExitCode);
        StageProcess.AssertRefused(StageProcess.Run("Tune", folder.Path, "--data", data, "--trials", "2", "--join", "shared"), "other options");
        StageProcess.AssertRefused(StageProcess.Run("Tune", folder.Path, "--join", "shared", "--output", "other"), "--output");
        _ = folder.Write("others/file.txt", [1]);
        StageProcess.AssertRefused(StageProcess.Run("Tune", folder.Path, [.. small, "--join", "others"]), "others");

        using var held = new FileStream(folder.At("shared", ".lock"), FileMode.Open, FileAccess.Write, FileShare.None);
        StageProcess.AssertRefused(StageProcess.Run("Tune", folder.Path, "--join", "shared"), "in use");
    }

    private static void WaitForCheckpoint(TemporaryFolder folder)
    {
        var trials = folder.At("shared", "trials");
        Waiting.Until(() => Directory.Exists(trials) && Directory.EnumerateFiles(trials, "checkpoint", SearchOption.AllDirectories).Any());
    }

    // All but how long it took.
    private static string[] Learned(string trial) => [.. File.ReadAllLines(Path.Combine(trial, "results.csv")).Select(row => string.Join(',', row.Split(',').Take(5)))];

    private static string[] Reached(string table) => [.. File.ReadAllLines(table).Select(row => string.Join(',', row.Split(',').Take(7)))];
}
