using MnistPipeline.Hostility;
using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.Hostility;

/// <summary>A small share of what tests/MnistPipeline.Hostility does.</summary>
[TestClass]
public sealed class HostilityTests
{
    private const int Inputs = 10_000;
    private const int Parts = 20;

    [TestMethod]
    public void Damaged_inputs_are_read_or_refused_in_a_sentence()
    {
        var fuzzing = new Fuzzing(Readers.From(MnistDigits.First(100)), seed: 1);
        ParallelLoop.Run(Parts, part =>
        {
            using var folder = new TemporaryFolder();
            foreach (var finding in fuzzing.Run(part * Inputs / Parts, (part + 1) * Inputs / Parts, folder.Path))
            {
                Assert.Fail($"{finding.Reader.Name} did not bear input {finding.Number}: {finding.Fault}");
            }
        });
    }

    [TestMethod]
    [DataRow("Train", 6, "model.zip")]
    [DataRow("FineTune", 2, "model.zip")]
    [DataRow("Tune", 2, "best.json")]
    public void A_run_that_was_killed_at_random_moments_ends_with_the_same_bits(string stage, int kills, string result)
    {
        using var folder = new TemporaryFolder();
        string[] more = stage switch
        {
            "Train" => ["--epochs", "2"],
            "FineTune" => ["--epochs", "1", "--replay", "none", "--model", Path.Combine(TestFiles.Root, "src", "MnistPipeline", "default.onnx")],
            _ => ["--trials", "4", "--epochs", "4"],
        };
        var killing = new Killing(stage, ["--data", WrittenDigits.WriteSample(folder), .. more], result, folder.Path);
        Assert.AreEqual("", string.Join('\n', killing.Run(kills, seed: 1)));
    }
}
