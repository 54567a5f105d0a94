using System.Globalization;
using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.Stages;

[TestClass]
public sealed class RunFolderOwnerTests
{
    [TestMethod]
    public void Of_two_trainings_into_one_folder_one_trains_and_the_other_names_it()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["--data", WrittenDigits.WriteSample(folder), "--epochs", "2", "--output", "run"];
        using var first = StageProcess.Start("Train", folder.Path, arguments);
        first.WaitForErrorLine("epoch");
        var second = StageProcess.Run("Train", folder.Path, arguments);
        var resumed = StageProcess.Run("Train", folder.Path, "--resume", "run");
        Assert.AreEqual(0, first.WaitForExit());
        foreach (var other in new[] { second, resumed })
        {
            StageProcess.AssertRefused(other, string.Create(CultureInfo.InvariantCulture, $"run is in use by the process {first.Id} (train)"));
        }
    }

    [TestMethod]
    public void What_others_have_made_is_not_written_over()
    {
        using var folder = new TemporaryFolder();
        var data = WrittenDigits.WriteSample(folder);
        var picture = folder.Write("seven.png", WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".png"));
        Assert.AreEqual(0, StageProcess.Run("Train", folder.Path, "--data", data, "--epochs", "1", "--output", "run").ExitCode);
        _ = folder.Write("mine/model.zip", [1]);
        AssertRefused("Train", "--data", data, "--output", "mine");
        AssertRefused("Tune", "--data", data, "--output", "mine");
        AssertRefused("Train", "--data", data, "--output", "run");
        AssertRefused("FineTune", "--data", data, "--model", "run/model.zip", "--output", "run");
        AssertRefused("FineTune", "--resume", "run");
        AssertRefused("Evaluate", "--data", data, "--model", "run/model.zip", "--output", "run");
        AssertRefused("Predict", "--string", picture, "--annotate", ".");
        AssertRefused("Predict", "--string", picture, "--annotate", "run");

        // A report may be made anew.
        Assert.AreEqual(0, StageProcess.Run("Evaluate", folder.Path, "--data", data, "--model", "run/model.zip", "--output", "report").ExitCode);
        Assert.AreEqual(0, StageProcess.Run("Evaluate", folder.Path, "--data", data, "--model", "run/model.zip", "--output", "report").ExitCode);

        void AssertRefused(string stage, params string[] arguments)
        {
            var before = Content();
            StageProcess.AssertRefused(StageProcess.Run(stage, folder.Path, ["--quiet", .. arguments]), "");
            Assert.AreSequenceEqual(before, Content(), $"{stage} {string.Join(' ', arguments)}");
        }

        string[] Content() => [.. new[] { "mine", "run" }.SelectMany(name => Directory.GetFiles(folder.At(name)))
            .Where(path => Path.GetFileName(path) != ".run").Order(StringComparer.Ordinal).Select(path => path + Convert.ToHexString(File.ReadAllBytes(path)))];
    }
}
