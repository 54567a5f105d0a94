using MnistPipeline.Stages;
using MnistPipeline.Tests.Training;
using MnistPipeline.Training;
using Spectre.Console;

namespace MnistPipeline.Tests.Stages;

[TestClass]
public sealed class TrainingDisplayTests
{
    [TestMethod]
    public void A_pipe_gets_one_plain_line_an_epoch()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        Feed(new PlainTrainingDisplay(writer));
        Assert.AreEqual(
            "epoch  1/10  loss 0.1235  validation loss 0.0500  accuracy 98.70 %  51,234 images/s  best\n"
            + "epoch  2/10  loss 0.1000  validation loss 0.0600  accuracy 98.60 %  50,000 images/s\n",
            writer.ToString());
    }

    [TestMethod]
    public void A_terminal_gets_a_line_that_is_taken_away_before_each_epochs_own()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = 80;
        Feed(new LiveTrainingDisplay(console));
        var lines = writer.ToString().Split('\n');
        Assert.HasCount(3, lines);
        StringAssert.StartsWith(lines[0], "epoch 1/10 ━━━━━━━━");
        StringAssert.EndsWith(lines[1].Split('\r')[0], "1:15 left");
        StringAssert.Contains(lines[0], "\r\u001b[2Kepoch  1/10  loss 0.1235");
        Assert.IsTrue(lines[0].Split('\r')[0].Length < 80, "The live line is shorter than the window.");
    }

    [TestMethod]
    public void The_live_line_says_which_teacher_learns()
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors });
        new LiveTrainingDisplay(console).ShowProgress(Progress(epoch: 3, teacher: 2));
        StringAssert.StartsWith(writer.ToString(), "teacher 2  epoch 3/10 ━");
    }

    private static void Feed(ITrainingDisplay display)
    {
        display.ShowProgress(Progress(epoch: 1));
        display.ShowEpoch(Epochs.Of(1, accuracy: 0.987, loss: 0.05, trainLoss: 0.12346) with { ImagesPerSecond = 51_234 });
        display.ShowProgress(Progress(epoch: 2));
        display.ShowEpoch(Epochs.Of(2, accuracy: 0.986, loss: 0.06, trainLoss: 0.1) with { ImagesPerSecond = 50_000 });
    }

    private static TrainingProgress Progress(int epoch, int teacher = 0) => new()
    {
        Teacher = teacher,
        Epoch = epoch,
        Epochs = 10,
        ImagesDone = 500,
        Images = 1000,
        Loss = 0.2,
        ImagesPerSecond = 51_000,
        TimeLeft = TimeSpan.FromSeconds(75),
    };
}
