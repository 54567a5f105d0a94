using System.Text.Json;
using MnistPipeline.Tests.Data;
using MnistPipeline.Tests.Data.Strings;
using SkiaSharp;

namespace MnistPipeline.Tests.Stages;

[TestClass]
public sealed class StringStagesTests
{
    private const string SmallTraining =
        """
        { "stringsPerEpoch": 64, "epochs": 2, "batchSize": 16, "epochShare": 1, "labelSmoothing": 0, "optimizer": "adamW", "network": { "c1Kernels": 3, "c3Kernels": 4, "c5Neurons": 12, "f6Neurons": 10 } }
        """;

    private static readonly string[] RunFiles = ["model.zip", "model.onnx", "strings.png", "mistakes.png", "curves.png", "metrics.json", "results.csv", "options.json", "checkpoint"];

    [TestMethod]
    public void A_training_of_strings_leaves_its_files_repeats_and_goes_on()
    {
        using var folder = new TemporaryFolder();
        var data = WrittenDigits.WriteSample(folder);
        File.WriteAllText(folder.At("small.json"), SmallTraining);
        var run = StageProcess.Run("Train", folder.Path, "--options", "small.json", "--data", data, "--output", "run", "--json");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        foreach (var file in RunFiles)
        {
            Assert.IsGreaterThan(0, new FileInfo(folder.At("run", file)).Length, file);
        }

        using var metrics = JsonDocument.Parse(run.Output);
        Assert.IsTrue(metrics.RootElement.GetProperty("test").TryGetProperty("digitErrorRate", out _));

        var model = File.ReadAllBytes(folder.At("run", "model.onnx"));
        Assert.AreEqual(0, StageProcess.Run("Train", folder.Path, "--options", "run/options.json", "--threads", "1", "--output", "again", "--quiet").ExitCode);
        CollectionAssert.AreEqual(model, File.ReadAllBytes(folder.At("again", "model.onnx")));

        File.Delete(folder.At("run", "model.onnx"));
        Assert.AreEqual(0, StageProcess.Run("Train", folder.Path, "--resume", "run", "--quiet").ExitCode);
        CollectionAssert.AreEqual(model, File.ReadAllBytes(folder.At("run", "model.onnx")));
    }

    [TestMethod]
    public void Labelled_strings_are_learned_and_measured()
    {
        using var folder = new TemporaryFolder();
        _ = folder.Write("model.onnx", TrainedStringNetwork.File());
        _ = WrittenStrings.WriteTable(folder, "data", 60);
        var evaluation = StageProcess.Run("Evaluate", folder.Path, "--strings", "--model", "model.onnx", "--data", "data/strings.csv", "--output", "before", "--json");
        Assert.AreEqual(0, evaluation.ExitCode, evaluation.Error);
        using var metrics = JsonDocument.Parse(evaluation.Output);
        Assert.AreEqual(3, metrics.RootElement.GetProperty("lengths").GetArrayLength());
        Assert.IsTrue(metrics.RootElement.GetProperty("test").GetProperty("accuracy").GetDouble() is > 0.2 and <= 1);
        Assert.IsGreaterThan(0, new FileInfo(folder.At("before", "mistakes.png")).Length);

        var tuned = StageProcess.Run(
            "FineTune", folder.Path, "--strings", "--model", "model.onnx", "--data", "data", "--epochs", "1", "--output", "tuned");
        Assert.AreEqual(0, tuned.ExitCode, tuned.Error);
        StringAssert.Contains(tuned.Output, "before      strings right");
        Assert.IsGreaterThan(0, new FileInfo(folder.At("tuned", "model.onnx")).Length);

        StageProcess.AssertRefused(StageProcess.Run("Evaluate", folder.Path, "--strings", "--model", "model.onnx"), "--data");
        StageProcess.AssertRefused(StageProcess.Run("FineTune", folder.Path, "--strings", "--model", "model.onnx"), "--data");
    }

    [TestMethod]
    public void Predict_reads_strings_as_lines_CSV_and_JSON_and_draws_them()
    {
        using var folder = new TemporaryFolder();
        var model = folder.Write("model.onnx", TrainedStringNetwork.File());
        _ = folder.Write("fields/a.png", Field(3, 4, 5));
        _ = folder.Write("fields/b.png", Field(7));
        _ = folder.Write("fields/c.png", Field());
        _ = folder.Write("fields/d.png", [1, 2, 3]);
        using var reader = DigitStringReader.Open(model);
        var expected = new[] { "a", "b", "c" }.Select(name => reader.ReadFile(folder.At("fields", name + ".png"), new DigitStringOptions { MinLength = 1 })).ToList();

        var lines = Run(folder, "fields");
        Assert.AreEqual(2, lines.ExitCode);
        StringAssert.Contains(lines.Error, "d.png");
        CollectionAssert.AreEqual(
            expected.Select(answer => answer.Text.Length == 0 ? "-" : answer.Text).ToList(), Lines(lines).Select(line => line.Split("  ")[1]).ToList());
        StringAssert.StartsWith(Lines(lines)[2], $"{Path.Combine("fields", "c.png")}  -  100.00 %");

        var csv = Lines(Run(folder, "fields/a.png", "--csv", "--reject", "1"));
        Assert.AreEqual("path,text,confidence,guess,runnerUp,runnerUpConfidence,rejected", csv[0]);
        StringAssert.StartsWith(csv[1], "fields/a.png,?,");
        StringAssert.EndsWith(csv[1], ",true");

        using var json = JsonDocument.Parse(Run(folder, "fields/a.png", "--json", "--pattern", "d{1,3}-d", "--annotate", "drawn").Output);
        var answer = json.RootElement[0];
        StringAssert.Matches(answer.GetProperty("text").GetString()!, new("^[0-9]{1,3}-[0-9]$"));
        Assert.IsTrue(answer.GetProperty("digits").EnumerateArray().All(digit => digit.GetProperty("width").GetDouble() > 1));
        using var drawn = SKBitmap.Decode(folder.At("drawn", "a.png"));
        Assert.IsGreaterThanOrEqualTo(480, drawn.Width);
    }

    [TestMethod]
    [DataRow("--length 5", "--string")]
    [DataRow("--string --length 0", "--length")]
    [DataRow("--string --length 5..2", "--length")]
    [DataRow("--string --length 5 --pattern ddd", "--pattern")]
    [DataRow("--string --pattern d{", "d{")]
    [DataRow("--string --check sum", "--check")]
    public void Options_that_make_no_sense_are_one_sentence(string options, string word)
    {
        using var folder = new TemporaryFolder();
        _ = folder.Write("model.onnx", TrainedStringNetwork.File());
        _ = folder.Write("a.png", Field(1));
        var run = StageProcess.Run("Predict", folder.Path, ["--model", "model.onnx", "a.png", .. options.Split(' ')]);
        Assert.AreEqual(2, run.ExitCode);
        StringAssert.Contains(run.Error, word);
        Assert.AreEqual(1, run.Error.Count(letter => letter == '\n'), run.Error);
    }

    [TestMethod]
    public void A_model_of_the_other_kind_is_refused()
    {
        using var folder = new TemporaryFolder();
        _ = folder.Write("strings.onnx", TrainedStringNetwork.File());
        _ = folder.Write("a.png", Field(1));
        StageProcess.AssertRefused(StageProcess.Run("Predict", folder.Path, "--model", "strings.onnx", "a.png"), "strings");
        StageProcess.AssertRefused(StageProcess.Run("FineTune", folder.Path, "--model", "strings.onnx", "--data", TestFiles.Semeion, "--output", "run"), "strings");
    }

    private static StageProcess Run(TemporaryFolder folder, params string[] arguments) =>
        StageProcess.Run("Predict", folder.Path, ["--string", "--model", "model.onnx", .. arguments]);

    private static string[] Lines(StageProcess run) => [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r'))];

    // A page with test digits side by side.
    private static byte[] Field(params int[] indices)
    {
        const int Scale = 3;
        const int Pitch = 24;
        using var bitmap = new SKBitmap(new SKImageInfo((indices.Length * Pitch + 20) * Scale, 40 * Scale, SKColorType.Gray8, SKAlphaType.Opaque));
        for (var at = 0; at < bitmap.Width * bitmap.Height; at++)
        {
            var (column, row) = (at % bitmap.Width / Scale - 10, at / bitmap.Width / Scale - 6);
            var place = column >= 0 ? column / Pitch : -1;
            var ink = place >= 0 && place < indices.Length && row is >= 0 and < 28 ? MnistDigits.Test.PixelsOf(indices[place])[row * 28 + column % Pitch + 2] : 0;
            bitmap.SetPixel(at % bitmap.Width, at / bitmap.Width, new SKColor((byte)(225 - 180 * ink / 255), (byte)(225 - 180 * ink / 255), (byte)(225 - 180 * ink / 255)));
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
