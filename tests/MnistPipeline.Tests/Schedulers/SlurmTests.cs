using System.Runtime.Versioning;
using MnistPipeline.Tests.Data;
using MnistPipeline.Tests.Stages;

namespace MnistPipeline.Tests.Schedulers;

/// <summary>The scripts of docs/many-machines on a Slurm of this machine.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
[SupportedOSPlatform("linux")]
public sealed class SlurmTests
{
    [TestMethod]
    public void A_job_array_reads_all_pictures_once_and_searches_and_goes_on_after_SIGTERM()
    {
        using var slurm = SlurmCluster.Start();
        using var folder = new TemporaryFolder();
        for (var index = 0; index < 40; index++)
        {
            _ = folder.Write($"scans/{index}.png", WrittenDigits.Picture(MnistDigits.Test.PixelsOf(index), ".png"));
        }

        Submit("predict.sbatch", "scans", "answers.csv");
        WaitFor(folder, () => File.Exists(folder.At("answers-0-of-2.csv")) && File.Exists(folder.At("answers-1-of-2.csv")));
        Assert.AreEqual(0, StageProcess.Run("Predict", folder.Path, "scans", "--csv", "--output", "answers.csv", "--join").ExitCode);
        Assert.AreEqual(0, StageProcess.Run("Predict", folder.Path, "scans", "--csv", "--output", "one.csv").ExitCode);
        Assert.AreEqual(File.ReadAllText(folder.At("one.csv")), File.ReadAllText(folder.At("answers.csv")));

        string[] search = ["--data", WrittenDigits.WriteSample(folder), "--grid", "--c1-kernels", "3,4,5", "--epochs", "12"];
        var job = Submit("tune.sbatch", ["--join", "shared", .. search]);
        WaitFor(folder, () => Directory.Exists(folder.At("shared", "trials")) && Directory.EnumerateFiles(folder.At("shared", "trials"), "checkpoint", SearchOption.AllDirectories).Any());
        _ = slurm.Ask(folder.Path, "/usr/bin/scancel", "--signal=TERM", job);

        // Slurm waits for two minutes before it starts again what was put back, so that others take its place here.
        WaitFor(folder, () => Queue() is ["BeginTime", "BeginTime"]);
        _ = slurm.Ask(folder.Path, "/usr/bin/scancel", job);
        _ = Submit("tune.sbatch", "--join", "shared");
        WaitFor(folder, () => File.ReadLines(folder.At("shared", "trials.csv")).Count(row => row.Contains(",finished,", StringComparison.Ordinal)) == 4);

        // Each of the two writes what is known when it ends.
        WaitFor(folder, () => Queue() is []);

        string[] Queue() => slurm.Ask(folder.Path, "/usr/bin/squeue", "--noheader", "--format=%r").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        string Submit(string script, params string[] arguments)
        {
            var run = slurm.Ask(folder.Path, "/usr/bin/sbatch", ["--parsable", "--array=0-1", Script(script), .. arguments]);
            Assert.AreEqual(0, run.ExitCode, run.Error);
            return run.Output.Trim();
        }
    }

    private static string Script(string name) => Path.Combine(TestFiles.Root, "docs", "many-machines", name);

    private static void WaitFor(TemporaryFolder folder, Func<bool> isSo) =>
        Waiting.Until(isSo, () => string.Concat(Directory.GetFiles(folder.Path, "*.log").Select(File.ReadAllText)));
}
