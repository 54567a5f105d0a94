using MnistPipeline.Evaluation;
using MnistPipeline.Training;

namespace MnistPipeline.Tests.Training;

[TestClass]
public sealed class RunFolderTests
{
    [TestMethod]
    public void Runs_are_numbered_from_the_second_on_and_gaps_are_filled()
    {
        using var root = new TemporaryFolder();
        var names = Enumerable.Range(0, 3).Select(_ => Path.GetFileName(RunFolder.CreateNext(root.Path, "train").Path)).ToArray();
        Assert.AreSequenceEqual(["train", "train-2", "train-3"], names);
        Directory.Delete(root.At("train-2"), recursive: true);
        Assert.AreEqual(root.At("train-2"), RunFolder.CreateNext(root.Path, "train").Path);
        File.WriteAllText(root.At("tune"), "a file in the way");
        Assert.AreEqual(root.At("tune-2"), RunFolder.CreateNext(root.Path, "tune").Path);
    }

    [TestMethod]
    public void Runs_that_begin_at_once_get_folders_of_their_own()
    {
        using var root = new TemporaryFolder();
        using var start = new Barrier(8);
        var paths = new string[8];
        var threads = Enumerable.Range(0, 8).Select(number => new Thread(() =>
        {
            start.SignalAndWait();
            paths[number] = RunFolder.CreateNext(root.Path, "train").Path;
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.HasCount(8, paths.Distinct().ToList());
    }

    [TestMethod]
    public void A_run_folder_that_cannot_be_made_is_bad_input()
    {
        using var root = new TemporaryFolder();
        File.WriteAllText(root.At("file"), "");
        Assert.Contains("file", Assert.Throws<BadInputException>(() => RunFolder.Open(root.At("file"), "train")).Message);
        _ = Assert.Throws<BadInputException>(() => RunFolder.Open("", "train"));
        Assert.Contains("file", Assert.Throws<BadInputException>(() => RunFolder.CreateNext(root.At("file"), "train")).Message);
    }

    [TestMethod]
    public void A_run_folder_that_is_in_use_is_refused_until_it_is_let_go()
    {
        using var root = new TemporaryFolder();
        using (RunFolder.Open(root.At("run"), "train"))
        {
            var message = Assert.Throws<BadInputException>(() => RunFolder.Resume(root.At("run"), "train")).Message;
            Assert.Contains($"in use by the process {Environment.ProcessId} (train)", message);
        }

        RunFolder.Resume(root.At("run"), "train").Dispose();
        Assert.AreEqual("train", RunFolder.StageOf(root.At("run")));
    }

    [TestMethod]
    public void A_run_folder_with_other_files_is_refused_and_rests_of_killed_writings_go()
    {
        using var root = new TemporaryFolder();
        _ = root.Write("run/.hidden", [1]);
        RunFolder.Open(root.At("run"), "evaluate").Dispose();
        var rest = root.Write($"run/deep/checkpoint.{Guid.NewGuid():N}.tmp", [1]);
        var own = root.Write("run/notes.tmp", [1]);
        RunFolder.Open(root.At("run"), "evaluate").Dispose();
        Assert.IsFalse(File.Exists(rest));
        Assert.IsTrue(File.Exists(own));
        Assert.Contains("train has not made", Assert.Throws<BadInputException>(() => RunFolder.Open(root.At("run"), "train")).Message);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux | OperatingSystems.OSX)]
    public void A_link_where_a_file_is_to_be_is_replaced_and_not_followed()
    {
        using var root = new TemporaryFolder();
        var theirs = root.Write("theirs", [1]);
        _ = File.CreateSymbolicLink(root.At("results"), theirs);
        AtomicFile.Write(root.At("results"), stream => stream.WriteByte(2));
        Assert.AreSequenceEqual<byte>([1], File.ReadAllBytes(theirs));
        Assert.AreSequenceEqual<byte>([2], File.ReadAllBytes(root.At("results")));
    }

    [TestMethod]
    public void The_results_have_a_row_an_epoch()
    {
        using var root = new TemporaryFolder();
        var run = RunFolder.Within(root.At("mine"));
        run.WriteResults([Epochs.Of(1, 0.975), Epochs.Of(2, 0.98)]);
        Assert.AreEqual(
            "epoch,learningRate,trainLoss,validationLoss,validationAccuracy,imagesPerSecond,seconds\n"
            + "1,0.008,0.25,0.1,0.975,60000,1.235\n"
            + "2,0.008,0.25,0.1,0.98,60000,1.235\n",
            File.ReadAllText(run.ResultsPath));
    }

    [TestMethod]
    public void The_metrics_are_what_scripts_read()
    {
        using var root = new TemporaryFolder();
        var run = RunFolder.Within(root.Path);
        run.WriteMetrics(new RunMetrics
        {
            Validation = new() { Accuracy = 0.993 },
            Test = new() { Accuracy = 0.994, LogLoss = 0.02, Ece = 0.001 },
            Epochs = 10,
            TrainingSeconds = 9.5,
            ImagesPerSecond = 60000,
            Seed = 1,
            Engine = "cpu",
            Parameters = 61706,
        });
        Assert.AreEqual(
            """{"validation":{"accuracy":0.993},"test":{"accuracy":0.994,"logLoss":0.02,"ece":0.001},"epochs":10,"trainingSeconds":9.5,"imagesPerSecond":60000,"seed":1,"engine":"cpu","parameters":61706}""",
            string.Concat(File.ReadAllText(run.MetricsPath).Where(letter => !char.IsWhiteSpace(letter))));
    }

    [TestMethod]
    public void A_run_without_a_finished_epoch_has_no_checkpoint()
    {
        using var root = new TemporaryFolder();
        Assert.IsNull(RunFolder.CreateNext(root.Path, "train").LoadCheckpoint());
    }
}
