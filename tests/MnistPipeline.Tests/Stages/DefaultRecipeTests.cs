using Microsoft.ML.Data;
using MnistPipeline.Conditions;
using MnistPipeline.Data;
using MnistPipeline.DefaultModel;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;
using MnistPipeline.Reading;
using MnistPipeline.Stages;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training;

namespace MnistPipeline.Tests.Stages;

/// <summary>What the default recipe's zip must reach; one seed gives the same bits on every machine, so that chance has no part in it.</summary>
[TestClass]
public sealed class DefaultRecipeTests
{
    private static readonly Lazy<TemporaryFolder> Trained = new(() =>
    {
        var folder = new TemporaryFolder();
        var run = StageProcess.Run("Train", folder.Path, "--data", TestFiles.Mnist, "--seed", $"{DefaultModelFile.Seed}", "--output", "run", "--quiet");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        return folder;
    });

    private static readonly Lazy<double> OnMnist = new(() => Accuracy(MnistDigits.Test));

    [TestInitialize]
    public void SkipWithoutFusedMultiplyAdd() => Processor.SkipWithoutFusedMultiplyAdd();

    [ClassCleanup]
    public static void RemoveFolder()
    {
        if (Trained.IsValueCreated)
        {
            Trained.Value.Dispose();
        }
    }

    [TestMethod]
    public void Its_network_is_the_one_that_the_library_brings_along_bit_for_bit() => CollectionAssert.AreEqual(
        File.ReadAllBytes(Path.Combine(TestFiles.Root, DefaultModelFile.Path)),
        DefaultModelFile.Of(ModelFile.Load(Trained.Value.At("run", "model.zip"))),
        "Make it anew: dotnet run -c Release --project tests/MnistPipeline.DefaultModel");

    [TestMethod]
    public void It_reads_MNISTs_test_digits() => Assert.IsGreaterThanOrEqualTo(0.9945, OnMnist.Value);

    [TestMethod]
    public void The_zip_answers_what_its_network_is_measured_by()
    {
        var zip = ScoringModel.Open(Trained.Value.At("run", "model.zip"));
        foreach (var digits in new[] { MnistDigits.First(500), Pictured(MnistDigits.First(500), Scan), Pictured(MnistDigits.First(500), CutOut), DigitSource.Open(TestFiles.Semeion, seed: 1).Test })
        {
            var (expected, actual) = (Report("run", digits), zip.Report(digits));
            Assert.AreEqual(expected.LogLoss, actual.LogLoss, 1e-5, digits.Name);
            Assert.AreEqual(string.Join(' ', Answers(expected)), string.Join(' ', Answers(actual)), digits.Name);
        }
    }

    [TestMethod]
    public void It_reads_digits_on_scanned_pages() =>
        Assert.IsGreaterThanOrEqualTo(0.99, Accuracy(Pictured(MnistDigits.First(5000), Scan)));

    [TestMethod]
    public void It_reads_what_people_hand_in_and_is_sure_of_nothing_else()
    {
        const int Count = 60;
        using var reader = DigitReader.Open(Trained.Value.At("run", "model.zip"));
        Condition[] conditions = [.. Surroundings.Clean, .. Surroundings.Spoilt, .. Pens.All];
        var measured = conditions.Select(condition => (condition.Name, Least: condition.ReadRight, Result: Measured.Of(reader, condition, MnistDigits.First(Count)))).ToArray();

        // Of sixty digits each is nearly two per cent.
        var missed = measured.Where(one => one.Result.RightShare < one.Least - 0.04).Select(one => $"{one.Name}: {one.Result.RightShare:P1}");
        Assert.AreEqual("", string.Join('\n', missed));
        var sum = measured.Aggregate(default(Measured), (sum, one) => sum + one.Result);
        Assert.IsLessThanOrEqualTo(0.005, sum.WrongShare);
        Assert.IsGreaterThanOrEqualTo(0.85, sum.AcceptedShare);
        var accepted = NoDigits.All.Aggregate(default(Measured), (sum, kind) => sum + Measured.Of(reader, kind, Count)).AcceptedShare;
        Assert.IsLessThanOrEqualTo(0.02, accepted);
    }

    [TestMethod]
    public void It_reads_digits_cut_out_along_their_ink() =>
        Assert.IsGreaterThanOrEqualTo(0.987, Accuracy(Pictured(MnistDigits.First(5000), CutOut)));

    [TestMethod]
    public void It_reads_Italian_digits_that_it_was_never_trained_on()
    {
        var semeion = DigitSource.Open(TestFiles.Semeion, seed: 1);
        Assert.IsGreaterThanOrEqualTo(0.93, Accuracy(semeion.Train));
    }

    [TestMethod]
    public void Fine_tuned_on_a_thousand_Italian_digits_it_reads_the_others_and_forgets_nothing()
    {
        var folder = Trained.Value;
        var run = StageProcess.Run(
            "FineTune", folder.Path, "--model", "run/model.zip", "--data", TestFiles.Semeion, "--test-digits", "593", "--seed", "2", "--output", "italian", "--quiet");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var italian = Report("italian", DigitSource.Open(TestFiles.Semeion, seed: 2, testDigits: 593).Test);
        Assert.IsGreaterThanOrEqualTo(0.98, italian.Accuracy);
        Assert.IsGreaterThanOrEqualTo(0.93, italian.Classes.Min(one => one.Recall));
        Assert.IsGreaterThanOrEqualTo(OnMnist.Value - 0.003, Report("italian", MnistDigits.Test).Accuracy);
    }

    private static IEnumerable<(int Index, int Answer)> Answers(ClassificationReport report) => report.Mistakes.Select(mistake => (mistake.Index, mistake.Answer));

    private static double Accuracy(DigitSet digits) => Report("run", digits).Accuracy;

    // ML.NET takes fifty times as long for the same answers.
    private static ClassificationReport Report(string run, DigitSet digits) => TrainingRun.Test(RunFolder.Within(Trained.Value.At(run)), digits);

    private static DigitSet Pictured(DigitSet digits, Func<byte[], int, MLImage> picture) => new(
        "pictures", digits.Pixels, digits.Labels, digits.Classes, index => picture(digits.PixelsOf(index).ToArray(), index));

    // Enlarged three times, dark ink on light grey paper, somewhere on 120 rows of 160 pixels, with a little noise.
    private static MLImage Scan(byte[] digit, int seed)
    {
        const int Rows = 120;
        const int Columns = 160;
        const int Size = 3 * 28;
        var random = new Random(seed);
        var paper = random.Next(200, 230);
        var (top, left) = (random.Next(Rows - Size + 1), random.Next(Columns - Size + 1));
        var page = new byte[Rows * Columns];
        for (var pixel = 0; pixel < page.Length; pixel++)
        {
            var (row, column) = (pixel / Columns - top, pixel % Columns - left);
            var ink = row is >= 0 and < Size && column is >= 0 and < Size ? digit[row / 3 * 28 + column / 3] : 0;
            page[pixel] = (byte)(paper - ink * (paper - 40) / 255 + random.Next(-6, 7));
        }

        return GreyPicture.Create(page, Columns, Rows);
    }

    // Dark on light, without a margin.
    private static MLImage CutOut(byte[] digit, int seed)
    {
        int[] inked = [.. Enumerable.Range(0, digit.Length).Where(pixel => digit[pixel] > 60)];
        var (top, bottom) = (inked.Min(pixel => pixel / 28), inked.Max(pixel => pixel / 28));
        var (left, right) = (inked.Min(pixel => pixel % 28), inked.Max(pixel => pixel % 28));
        var width = right - left + 1;
        var height = bottom - top + 1;
        byte[] grey = [.. Enumerable.Range(0, width * height).Select(pixel => (byte)(220 - digit[(top + pixel / width) * 28 + left + pixel % width] * 180 / 255))];
        return GreyPicture.Create(grey, width, height);
    }
}
