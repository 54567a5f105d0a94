using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.Stages;

/// <summary>Predict as one of many processes, with the network that the library brings along.</summary>
[TestClass]
public sealed class PredictShardTests
{
    private static readonly string[] Files = ["scans", "rows.csv", "b.png", "scans/7.png"];

    [TestMethod]
    [DataRow("--csv", ".csv")]
    [DataRow("--json", ".json")]
    public void The_joined_files_of_all_shards_are_that_of_one_run(string form, string ending)
    {
        using var folder = Scans();
        var whole = Predict(folder, form, "--output", $"whole{ending}");
        Assert.AreEqual((2, ""), (whole.ExitCode, whole.Output), "One of the files is no picture.");
        var answers = File.ReadAllLines(folder.At($"whole{ending}"));
        for (var shard = 0; shard < 3; shard++)
        {
            var part = Predict(folder, form, "--output", $"parts/answers{ending}", "--shard", $"{shard}/3");
            Assert.IsTrue(part.ExitCode is 0 or 2, part.Error);
        }

        var parts = Enumerable.Range(0, 3).Select(shard => File.ReadAllLines(folder.At($"parts/answers-{shard}-of-3{ending}"))).ToList();
        Assert.IsTrue(parts.All(part => part.Length > 4), string.Join(", ", parts.Select(part => part.Length)));
        var frame = form == "--csv" ? 1 : 2;
        Assert.AreEqual(answers.Length - frame, parts.Sum(part => part.Length - frame));

        Assert.AreEqual(0, Predict(folder, form, "--output", $"parts/answers{ending}", "--join").ExitCode);
        CollectionAssert.AreEqual(File.ReadAllBytes(folder.At($"whole{ending}")), File.ReadAllBytes(folder.At($"parts/answers{ending}")));
        Assert.HasCount(4, Directory.GetFiles(folder.At("parts")));
    }

    [TestMethod]
    [DataRow("--csv", ".csv")]
    [DataRow("--json", ".json")]
    public void What_was_killed_goes_on_where_it_ended_and_reads_nothing_twice(string form, string ending)
    {
        using var folder = Scans();
        _ = Predict(folder, form, "--output", $"whole{ending}");
        var whole = File.ReadAllBytes(folder.At($"whole{ending}"));
        foreach (var written in new[] { 20, whole.Length / 2 })
        {
            File.WriteAllBytes(folder.At($"again{ending}.part"), whole[..written]);
            var run = Predict(folder, form, "--output", $"again{ending}", "--resume");
            Assert.AreEqual(2, run.ExitCode, run.Error);
            CollectionAssert.AreEqual(whole, File.ReadAllBytes(folder.At($"again{ending}")));
            var kept = Math.Max(0, Encoding.UTF8.GetString(whole[..written]).Count(sign => sign == '\n') - 1);
            StringAssert.Contains(run.Error, kept > 0 ? $"{kept} more before" : "pictures read");
            Assert.AreSequenceEqual([folder.At($"again{ending}")], Directory.GetFiles(folder.Path, "again*"));

            var done = Predict(folder, form, "--output", $"again{ending}", "--resume");
            Assert.AreEqual((0, $"again{ending} is done.\n"), (done.ExitCode, done.Error));
            File.Delete(folder.At($"again{ending}"));
        }
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Ctrl_C_keeps_what_was_read()
    {
        using var folder = new TemporaryFolder();
        WrittenDigits.WritePair(folder, MnistDigits.Take(0, 20_000), "t10k-");
        string[] arguments = ["t10k-images-idx3-ubyte", "--csv", "--output", "answers.csv", "--resume"];
        using (var process = StageProcess.Start("Predict", folder.Path, arguments))
        {
            var error = process.Error.ReadToEndAsync();
            Waiting.Until(() => new FileInfo(folder.At("answers.csv.part")) is { Exists: true, Length: >= 10_000 });
            process.Send(PosixSignal.SIGTERM);
            Assert.AreEqual(130, process.WaitForExit(), error.Result);
        }

        var kept = File.ReadAllLines(folder.At("answers.csv.part")).Length - 1;
        var rest = StageProcess.Run("Predict", folder.Path, arguments);
        Assert.AreEqual(0, rest.ExitCode, rest.Error);
        StringAssert.Contains(rest.Error, string.Create(CultureInfo.InvariantCulture, $"{kept:N0} more before"));
        Assert.HasCount(20_001, File.ReadAllLines(folder.At("answers.csv")));
    }

    [TestMethod]
    public void A_scheduler_names_the_part_by_its_variables()
    {
        using var folder = Scans();
        Assert.IsTrue(File.Exists(Run("array/64", ("SLURM_ARRAY_TASK_ID", "5"), ("SLURM_ARRAY_TASK_COUNT", "7")).At("answers-05-of-64.csv")));
        Assert.IsTrue(File.Exists(Run("array", ("SLURM_ARRAY_TASK_ID", "5"), ("SLURM_ARRAY_TASK_COUNT", "7")).At("answers-5-of-7.csv")));
        Assert.IsTrue(File.Exists(Run("array/7", ("JOB_COMPLETION_INDEX", "6")).At("answers-6-of-7.csv")));

        TemporaryFolder Run(string shard, params (string Name, string Value)[] variables)
        {
            var start = StageProcess.StartInfo("Predict", folder.Path, "b.png", "--csv", "--output", "answers.csv", "--shard", shard);
            foreach (var (name, value) in variables)
            {
                start.Environment[name] = value;
            }

            var run = StageProcess.Run(start);
            Assert.AreEqual(0, run.ExitCode, run.Error);
            return folder;
        }
    }

    [TestMethod]
    [DataRow("--shard 1/2", "--output")]
    [DataRow("--csv --output a.csv --shard 2/2", "2/2")]
    [DataRow("--csv --output a.csv --shard array/2", "SLURM_ARRAY_TASK_ID")]
    [DataRow("--csv --output b.png", "b.png")]
    [DataRow("--csv --output a.csv --join", "a-0-of-2.csv")]
    [DataRow("--csv --output a.csv --join --resume", "--resume")]
    public void What_contradicts_itself_is_one_sentence(string arguments, string named)
    {
        using var folder = Scans();
        StageProcess.AssertRefused(StageProcess.Run("Predict", folder.Path, ["b.png", .. arguments.Split(' ')]), named);
    }

    [TestMethod]
    public void A_shard_that_is_not_done_and_answers_of_other_pictures_are_named()
    {
        using var folder = Scans();
        Assert.AreEqual(0, Run("--shard", "0/2").ExitCode);
        StageProcess.AssertRefused(Run("--join"), "answers-1-of-2.csv");
        Assert.AreEqual(0, Run("--shard", "1/2").ExitCode);
        File.AppendAllText(folder.At("answers-1-of-2.csv"), "z.png,7,1,7,1,0,false\n");
        StageProcess.AssertRefused(Run("--join"), "z.png");
        Assert.IsFalse(File.Exists(folder.At("answers.csv")));

        StageProcess Run(params string[] arguments) => StageProcess.Run("Predict", folder.Path, ["rows.csv", "--csv", "--output", "answers.csv", "--quiet", .. arguments]);
    }

    private static StageProcess Predict(TemporaryFolder folder, params string[] arguments) => StageProcess.Run("Predict", folder.Path, [.. Files, .. arguments]);

    // Pictures whose names need quotes, one that is none, and rows.
    private static TemporaryFolder Scans()
    {
        var folder = new TemporaryFolder();
        for (var index = 0; index < 30; index++)
        {
            _ = folder.Write($"scans/{(index == 9 ? "a, \"b\"" : index == 10 ? "=1+1" : index)}.png", WrittenDigits.Picture(MnistDigits.Test.PixelsOf(index), ".png"));
        }

        _ = folder.Write("scans/15.png", [1, 2, 3]);
        _ = folder.Write("b.png", WrittenDigits.Picture(MnistDigits.Test.PixelsOf(40), ".png"));
        _ = folder.Write("rows.csv", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 12).Select(index => string.Join(',', MnistDigits.Test.PixelsOf(index).ToArray()) + "\n"))));
        return folder;
    }
}
