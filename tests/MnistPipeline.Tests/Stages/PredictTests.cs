using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;
using MnistPipeline.Tests.Data;
using SkiaSharp;

namespace MnistPipeline.Tests.Stages;

[TestClass]
public sealed class PredictTests
{
    private static readonly string[] Endings = [".png", ".jpg", ".bmp", ".gif", ".webp"];

    [TestMethod]
    public void Files_folders_patterns_and_standard_input_give_a_line_a_picture_in_their_order()
    {
        using var folder = new TemporaryFolder();
        var model = SaveModel(folder.At("model.onnx"));
        string[] names =
        [
            "first.png", "scans/0.png", "scans/1.jpg", "scans/2.bmp", "scans/deep/a.gif", "scans/deep/b.webp", "more/deep/1.png", "more/deep/2.png",
        ];
        for (var index = 0; index < names.Length; index++)
        {
            _ = folder.Write(names[index], WrittenDigits.Picture(Digit(index), Path.GetExtension(names[index])));
        }

        _ = folder.Write("scans/notes.txt", [1]);
        _ = folder.Write("more/deep/3.jpg", [1]);
        using var process = StageProcess.Start("Predict", folder.Path, true, "--model", model, "first.png", "scans", "more/**/*.png", "-");
        var content = WrittenDigits.Picture(Digit(8), ".png");
        process.Input.BaseStream.Write(content);
        process.Input.Close();
        var lines = process.Output.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.AreEqual(0, process.WaitForExit());

        using var reader = DigitReader.Open(model);
        Assert.HasCount(9, lines);
        for (var index = 0; index < 9; index++)
        {
            var prediction = index < 8 ? reader.ReadFile(folder.At(names[index])) : reader.ReadFile(content, "-");
            var name = index < 8 ? names[index] : "-";
            var (digit, guess) = prediction.IsDigit ? (prediction.Digit, "") : ("-", FormattableString.Invariant($"{prediction.Digit} {100 * prediction.Confidence:F2} %, "));
            Assert.AreEqual(
                string.Create(CultureInfo.InvariantCulture, $"{name}  {digit}  {100 * prediction.Confidence:F2} %  ({guess}{prediction.RunnerUp} {100 * prediction.RunnerUpConfidence:F2} %)"),
                lines[index].TrimEnd('\r').Replace('\\', '/'));
        }
    }

    [TestMethod]
    public void JSON_is_an_array_with_a_line_for_each_of_many_pictures_in_order()
    {
        using var folder = new TemporaryFolder();
        var model = SaveModel(folder.At("model.onnx"));
        for (var index = 0; index < 150; index++)
        {
            _ = folder.Write($"many/{index:D3}{Endings[index % 5]}", WrittenDigits.Picture(Digit(index), Endings[index % 5]));
        }

        var run = StageProcess.Run("Predict", folder.Path, "--model", model, "--json", "--quiet", "--reject", "0.9", "many");
        Assert.AreEqual((0, ""), (run.ExitCode, run.Error));
        Assert.AreEqual(152, run.Output.Trim().Split('\n').Length);
        using var json = JsonDocument.Parse(run.Output);
        using var reader = DigitReader.Open(model);
        var (number, rejected) = (0, 0);
        foreach (var answer in json.RootElement.EnumerateArray())
        {
            var path = answer.GetProperty("path").GetString()!;
            StringAssert.Contains(path, $"{number++:D3}.");
            var prediction = reader.ReadFile(folder.At(path));
            Assert.AreEqual(prediction.Confidence < 0.9f, answer.GetProperty("rejected").GetBoolean());
            Assert.AreEqual(!prediction.IsDigit ? "-" : prediction.Confidence < 0.9f ? "?" : prediction.Digit, answer.GetProperty("digit").GetString());
            Assert.AreEqual(prediction.Digit, answer.GetProperty("guess").GetString());
            Assert.AreEqual(prediction.Confidence, answer.GetProperty("confidence").GetSingle());
            Assert.AreEqual(prediction.RunnerUp, answer.GetProperty("runnerUp").GetString());
            Assert.AreEqual(prediction.RunnerUpConfidence, answer.GetProperty("runnerUpConfidence").GetSingle());
            rejected += answer.GetProperty("rejected").GetBoolean() ? 1 : 0;
        }

        Assert.AreEqual(150, number);
        Assert.IsTrue(rejected is > 0 and < 150, $"{rejected} rejected");
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void CSV_quotes_what_needs_it()
    {
        using var folder = new TemporaryFolder();
        var model = SaveModel(folder.At("model.onnx"));
        _ = folder.Write("a, \"b\".png", WrittenDigits.Picture(Digit(0), ".png"));
        var run = StageProcess.Run("Predict", folder.Path, "--model", model, "--csv", "--reject", "1", "a, \"b\".png");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var lines = run.Output.Trim().Split('\n');
        Assert.AreEqual("path,digit,confidence,guess,runnerUp,runnerUpConfidence,rejected", lines[0]);
        StringAssert.StartsWith(lines[1], "\"a, \"\"b\"\".png\",?,0.");
        StringAssert.EndsWith(lines[1], ",true");
        Assert.Contains(",7,", lines[1]);
    }

    [TestMethod]
    public void Rows_of_CSV_and_IDX_files_are_read_and_written_as_Kaggle_has_it()
    {
        using var folder = new TemporaryFolder();
        var model = SaveModel(folder.At("model.onnx"));
        var digits = MnistDigits.First(30);
        WrittenDigits.WritePair(folder, digits, "t10k-", isPacked: true);
        _ = folder.Write("test.csv", WrittenDigits.Text([WrittenDigits.CsvHeader()[6..], .. WrittenDigits.CsvLines(digits).Select(line => line[2..])]));
        using var reader = DigitReader.Open(model);
        var answers = new DigitPrediction[30];
        reader.ReadPixels(digits.Pixels, answers);
        foreach (var file in (string[])["test.csv", "t10k-images-idx3-ubyte.gz"])
        {
            var submission = StageProcess.Run("Predict", folder.Path, "--model", model, "--submission", file);
            Assert.AreEqual(0, submission.ExitCode, submission.Error);
            Assert.AreSequenceEqual(
                ["ImageId,Label", .. answers.Select((answer, index) => $"{index + 1},{answer.Digit}")], submission.Output.ReplaceLineEndings("\n").Trim().Split('\n'));
            var lines = StageProcess.Run("Predict", folder.Path, "--model", model, file).Output.Trim().Split('\n');
            Assert.HasCount(30, lines);
            StringAssert.StartsWith(lines[29], $"{file}#30  ");
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(255)]
    [DataRow(90)]
    public void A_picture_of_one_colour_has_a_dash_for_its_digit(int grey)
    {
        using var folder = new TemporaryFolder();
        var model = SaveModel(folder.At("model.onnx"));
        _ = folder.Write("blank.png", WrittenDigits.Picture(Enumerable.Repeat((byte)grey, 784).ToArray(), ".png"));
        StringAssert.Matches(Predict(), new(@"^blank\.png  -  (\d\d\.\d\d %)  \(\d \1, \d \d+\.\d\d %\)\r?\n$"));
        StringAssert.Matches(Predict("--csv"), new(@"\nblank\.png,-,0\.\d+,\d,\d,0\.\d+,false\r?\n$"));
        StringAssert.Matches(Predict("--csv", "--reject", "0.01"), new(@",-,.*,true\r?\n$"));
        StringAssert.Contains(Predict("--json"), "\"digit\":\"-\"");

        string Predict(params string[] options)
        {
            var run = StageProcess.Run("Predict", folder.Path, ["--model", model, .. options, "blank.png"]);
            Assert.AreEqual((0, ""), (run.ExitCode, run.Error));
            return run.Output;
        }
    }

    [TestMethod]
    public void Where_no_run_is_the_network_that_the_library_brings_along_reads()
    {
        using var folder = new TemporaryFolder();
        _ = folder.Write("MnistPipeline.sln", []);
        _ = folder.Write("seven.png", WrittenDigits.Picture(Digit(0), ".png"));
        var run = StageProcess.Run("Predict", folder.Path, "seven.png");
        StringAssert.StartsWith(run.Output, "seven.png  7  ");
        StringAssert.Contains(run.Error, "the network that the library brings along");

        // A string of one digit.
        run = StageProcess.Run("Predict", folder.Path, "--string", "seven.png");
        StringAssert.StartsWith(run.Output, "seven.png  7  ");
        StringAssert.Contains(run.Error, "the network that the library brings along");
        Assert.AreEqual("", StageProcess.Run("Predict", folder.Path, "--quiet", "seven.png").Error);
    }

    [TestMethod]
    public void A_person_sees_what_a_rejected_picture_may_be()
    {
        using var folder = new TemporaryFolder();
        var model = SaveModel(folder.At("model.onnx"));
        _ = folder.Write("seven.png", WrittenDigits.Picture(Digit(0), ".png"));
        var run = StageProcess.Run("Predict", folder.Path, "--model", model, "--reject", "1", "seven.png");
        StringAssert.Matches(run.Output, new(@"^seven\.png  \?  (\d\d\.\d\d %)  \(7 \1, \w+ \d+\.\d\d %\)\r?\n$"));
    }

    [TestMethod]
    public void A_file_that_is_no_picture_is_named_and_the_others_are_read()
    {
        using var folder = new TemporaryFolder();
        var model = SaveModel(folder.At("model.onnx"));
        var seven = WrittenDigits.Picture(Digit(0), ".png");
        _ = folder.Write("all/1.png", seven);
        _ = folder.Write("all/2.png", seven[..(seven.Length / 2)]);
        _ = folder.Write("all/3.png", seven);
        var run = StageProcess.Run("Predict", folder.Path, "--model", model, "--quiet", "all");
        Assert.AreEqual(2, run.ExitCode);
        Assert.HasCount(2, run.Output.Trim().Split('\n'));
        Assert.HasCount(1, run.Error.Trim().Split('\n'));
        StringAssert.Contains(run.Error, "2.png is not an undamaged picture");
    }

    [TestMethod]
    [DataRow("nowhere.png", "nowhere.png")]
    [DataRow("empty", "empty")]
    [DataRow("nowhere/**/*.png", "nowhere/**/*.png")]
    [DataRow("*.none", "*.none")]
    [DataRow("", "FILE")]
    [DataRow("x.png --csv --json", "--csv")]
    [DataRow("x.png --csv --submission", "--submission")]
    [DataRow("none.csv", "none.csv")]
    [DataRow("x.png --reject 1.5", "1.5")]
    [DataRow("x.png --reject sure", "--reject")]
    [DataRow("x.png --model none.zip", "none.zip")]
    public void What_cannot_be_read_is_one_sentence_and_exit_code_2(string arguments, string named)
    {
        using var folder = new TemporaryFolder();
        var model = SaveModel(folder.At("model.onnx"));
        _ = Directory.CreateDirectory(folder.At("empty"));
        string[] words = [.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var run = StageProcess.Run("Predict", folder.Path, words.Contains("--model") ? words : ["--model", model, .. words]);
        Assert.AreEqual((2, ""), (run.ExitCode, run.Output), run.Error);
        Assert.HasCount(1, run.Error.Trim().Split('\n'), run.Error);
        StringAssert.Contains(run.Error, named);
    }

    [TestMethod]
    public void Without_a_model_the_newest_runs_is_taken()
    {
        using var folder = new TemporaryFolder();
        _ = folder.Write("MnistPipeline.sln", []);
        File.SetLastWriteTimeUtc(folder.Write("runs/train/model.zip", [1]), DateTime.UtcNow.AddDays(-1));
        _ = SaveModel(folder.At("runs", "train-2", "model.zip"));
        _ = folder.Write("seven.png", WrittenDigits.Picture(Digit(0), ".png"));
        var run = StageProcess.Run("Predict", folder.Path, "seven.png");
        Assert.AreEqual((0, ""), (run.ExitCode, run.Error));
        StringAssert.StartsWith(run.Output, "seven.png  7  ");
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Ctrl_C_ends_with_130_and_a_whole_array()
    {
        using var folder = new TemporaryFolder();
        var model = SaveModel(folder.At("model.onnx"));
        using (var bitmap = new SKBitmap(2000, 2000))
        using (var large = bitmap.Encode(SKEncodedImageFormat.Png, 100))
        {
            _ = folder.Write("large.png", large.ToArray());
        }

        using var process = StageProcess.Start("Predict", folder.Path, ["--model", model, "--json", .. Enumerable.Repeat("large.png", 2000)]);
        var error = process.Error.ReadToEndAsync();
        var output = process.Output.ReadLine() + process.Output.ReadLine();
        process.Send(PosixSignal.SIGINT);
        output += process.Output.ReadToEnd();
        Assert.AreEqual(130, process.WaitForExit(), error.Result);
        using var json = JsonDocument.Parse(output);
        Assert.IsTrue(json.RootElement.GetArrayLength() is > 0 and < 2000);
    }

    [TestMethod]
    public void Help_shows_defaults_and_an_example()
    {
        var run = StageProcess.Run("Predict", Path.GetTempPath(), "--help");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        StringAssert.Contains(run.Output, "[default: the newest runs/train*/model.zip, with --string runs/strings*/model.zip, or the network that the library brings along]");
        StringAssert.Contains(run.Output, "Example:\n  dotnet run");
    }

    private static ReadOnlySpan<byte> Digit(int index) => MnistDigits.Test.PixelsOf(index);

    private static string SaveModel(string path)
    {
        var model = TrainedNetwork.Of(DigitInput.Picture);
        File.WriteAllBytes(path, LeNet5Onnx.Write(model.Parameters, model.Metadata, model.Input, LeNet5Model.InputName, 1));
        return path;
    }
}
