using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using MnistPipeline.Stages.Tune;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training;
using MnistPipeline.Tuning;
using Spectre.Console;

namespace MnistPipeline.Tests.Stages;

[TestClass]
public sealed class TuneTests
{
    private static readonly string[] RunFiles = ["best.json", "trials.csv", "accuracy.png", "hyperparameters.png", "metrics.json", "options.json"];

    [TestMethod]
    public void A_search_leaves_its_files_and_Train_trains_the_winner_to_what_it_was_chosen_for()
    {
        using var folder = new TemporaryFolder();
        var data = WrittenDigits.WriteSample(folder);
        var run = StageProcess.Run("Tune", folder.Path, "--data", data, "--trials", "9", "--epochs", "3", "--objective", "multiply-adds", "--output", "run", "--json");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        foreach (var file in RunFiles)
        {
            Assert.IsGreaterThan(0, new FileInfo(folder.At("run", file)).Length, file);
        }

        var metrics = JsonNode.Parse(run.Output)!;
        Assert.AreEqual(metrics.ToJsonString(), JsonNode.Parse(File.ReadAllText(folder.At("run", "metrics.json")))!.ToJsonString());
        Assert.AreEqual(9, metrics["trials"]!.GetValue<int>());
        var rows = File.ReadAllLines(folder.At("run", "trials.csv"));
        Assert.HasCount(11, rows);
        Assert.IsTrue(rows.All(row => row.Count(letter => letter == ',') == rows[0].Count(letter => letter == ',')));

        var best = metrics["best"]!;
        Assert.AreEqual(0, StageProcess.Run("Train", folder.Path, "--options", "run/best.json", "--output", "train").ExitCode);
        var trained = JsonNode.Parse(File.ReadAllText(folder.At("train", "metrics.json")))!;
        Assert.AreEqual(best["validationAccuracy"]!.GetValue<double>(), trained["validation"]!["accuracy"]!.GetValue<double>());
        Assert.AreEqual(best["parameters"]!.GetValue<int>(), trained["parameters"]!.GetValue<int>());

        // The trial has learned the same already, so that its zip needs no epoch more.
        var trial = $"run/trials/{best["trial"]!.GetValue<int>():D4}";
        var resumed = StageProcess.Run("Train", folder.Path, "--resume", trial);
        Assert.AreEqual(0, resumed.ExitCode, resumed.Error);
        Assert.DoesNotContain("epoch 1/", resumed.Error);
        CollectionAssert.AreEqual(File.ReadAllBytes(folder.At("train", "model.onnx")), File.ReadAllBytes(folder.At(trial, "model.onnx")));
    }

    [TestMethod]
    public void The_test_digits_are_not_even_opened()
    {
        using var folder = new TemporaryFolder();
        var data = WrittenDigits.WriteSample(folder);
        foreach (var file in Directory.GetFiles(data, "t10k-*"))
        {
            File.WriteAllText(file, "no digits");
        }

        var run = StageProcess.Run("Tune", folder.Path, "--data", data, "--trials", "1", "--epochs", "1", "--output", "run");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        StageProcess.AssertRefused(StageProcess.Run("Train", folder.Path, "--options", "run/best.json", "--output", "train"), "t10k-");
    }

    [TestMethod]
    public void A_killed_search_goes_on_with_what_its_trials_have_learned()
    {
        using var folder = new TemporaryFolder();
        var data = WrittenDigits.WriteSample(folder);
        using (var process = StageProcess.Start("Tune", folder.Path, "--data", data, "--trials", "12", "--epochs", "9", "--batch-size", "16", "--output", "run"))
        {
            process.WaitForErrorLine("8 of 12");
            process.Kill();
            _ = process.WaitForExit();
        }

        var before = Epochs(folder);
        Assert.IsGreaterThan(7, before.Sum());
        StageProcess.AssertRefused(StageProcess.Run("Tune", folder.Path, "--resume", "run", "--trials", "20"), "--trials");
        var resumed = StageProcess.Run("Tune", folder.Path, "--resume", "run", "--minutes", "5");
        Assert.AreEqual(0, resumed.ExitCode, resumed.Error);
        var after = Epochs(folder);
        Assert.IsTrue(before.Zip(after).All(trial => trial.First <= trial.Second));
        Assert.IsTrue(after.All(epochs => epochs > 0));

        // What was on a rung stays on it or goes on; nothing is trained from the start again.
        var trained = resumed.Error.Split('\n').Count(line => line.Contains("  epoch ", StringComparison.Ordinal));
        Assert.IsLessThan(after.Length + after.Count(epochs => epochs > 1) + after.Count(epochs => epochs > 3), trained);
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Ctrl_C_keeps_what_was_found_and_ends_with_130()
    {
        using var folder = new TemporaryFolder();
        var data = WrittenDigits.WriteSample(folder);
        using var process = StageProcess.Start("Tune", folder.Path, "--data", data, "--trials", "500", "--epochs", "1", "--output", "run");
        process.WaitForErrorLine("5 of 500");
        process.Send(PosixSignal.SIGINT);
        Assert.AreEqual(130, process.WaitForExit());
        foreach (var file in RunFiles)
        {
            Assert.IsTrue(File.Exists(folder.At("run", file)), file);
        }
    }

    [TestMethod]
    public void A_grid_trains_every_combination_to_the_end()
    {
        using var folder = new TemporaryFolder();
        var data = WrittenDigits.WriteSample(folder);
        File.WriteAllText(folder.At("ranges.json"), """{ "epochs": 1, "ranges": { "c5Neurons": "16,32", "activation": "tanh" } }""");
        var run = StageProcess.Run(
            "Tune", folder.Path, "--options", "ranges.json", "--grid", "--data", data, "--pooling", "average,maximum", "--c5-neurons", "24,48", "--output", "run");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var rows = File.ReadAllLines(folder.At("run", "trials.csv"))[2..];
        Assert.HasCount(4, rows);
        Assert.IsTrue(rows.All(row => row.Contains(",finished,1,", StringComparison.Ordinal) && row.Contains(",tanh,", StringComparison.Ordinal)));
        Assert.AreEqual(2, rows.Count(row => row.Contains(",24,", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void A_terminal_sees_the_trials_under_way_and_the_best_of_the_others()
    {
        var search = new LeNet5Trainer(new LeNet5Options { Epochs = 3, Threads = 1 })
            .Search(MnistDigits.Take(0, 600).ToDataView(), new TuningOptions { Trials = 4 });
        var table = new TrialTable(search, new TuneOptions { Epochs = 3 });
        List<string> pictures = [];
        search.Run(_ => pictures.Add(Drawn(table)));
        Assert.IsTrue(pictures.Any(picture => picture.Contains("trained to the end, about", StringComparison.Ordinal)));
        StringAssert.Matches(pictures[^1], new(@"recipe +3/3 +[0-9.]+ % .*6-16-120-84\s+relu\s+maximum\s+0.015\s+256\s+0.2\s+1\s+61,706"));
        StringAssert.Contains(pictures[^1], "4 of 4 trials begun");
    }

    [TestMethod]
    [DataRow("--c1-kernels", "12..4", "c1Kernels")]
    [DataRow("--activation", "sigmoid", "activation")]
    [DataRow("--trials", "0", "Trials")]
    [DataRow("--minutes", "0", "--minutes")]
    [DataRow("--objective", "fame", "--objective")]
    [DataRow("--grid", "--trials=3", "--trials")]
    [DataRow("--grid", "--seed=3", "--c1-kernels")]
    [DataRow("--grid", "--learning-rate=0.01..0.02", "learningRate")]
    [DataRow("--epochs", "0", "Epochs")]
    [DataRow("--data", "nowhere", "nowhere")]
    [DataRow("--resume", "nowhere", "--output")]
    public void What_cannot_be_used_is_one_sentence_and_exit_code_2(string option, string value, string named)
    {
        using var folder = new TemporaryFolder();
        StageProcess.AssertRefused(StageProcess.Run("Tune", folder.Path, option, value, "--output", "run"), named);
        Assert.IsFalse(Directory.Exists(folder.At("run")), "Nothing is left of a run that could not begin.");
    }

    private static string Drawn(TrialTable table)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 140;
        console.Write(table.Live(console.Profile.Width));
        return writer.ToString();
    }

    private static int[] Epochs(TemporaryFolder folder) => [.. Directory.GetDirectories(folder.At("run", "trials")).Order()
        .Select(path => RunFolder.Within(path).LoadCheckpoint()?.History.Count ?? 0)];
}
