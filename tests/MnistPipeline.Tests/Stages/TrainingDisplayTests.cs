using MnistPipeline.Stages;
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

    private static void Feed(ITrainingDisplay display)
    {
        display.ShowProgress(1, 10, 0.5, 0.2, 51_000, TimeSpan.FromSeconds(75));
        display.ShowEpoch(1, 10, 0.12346, 0.05, 0.987, 51_234, isBest: true);
        display.ShowProgress(2, 10, 0.5, 0.2, 51_000, TimeSpan.FromSeconds(75));
        display.ShowEpoch(2, 10, 0.1, 0.06, 0.986, 50_000, isBest: false);
    }
}
