using System.Security.Cryptography;
using MnistPipeline.Training;

namespace MnistPipeline.Tests.Training;

[TestClass]
public sealed class CheckpointFileTests
{
    private static Checkpoint Checkpoint { get; } = new()
    {
        Options = TrainingOptions.Recipe("paper") with { EarlyStopping = new() },
        DigitsHash = "0123abcd",
        History = [Epochs.Of(1, 0.9), Epochs.Of(2, 1.0 / 3)],
        State = new() { Parameters = [1, -2.5f, 1e-30f], FirstMoment = [4, 5, 6], SecondMoment = [], Average = [0.1f, 0.2f, 0.3f], Steps = 77 },
        DigitLosses = [0.5f, 0],
        BestParameters = [7, 8, 9],
    };

    [TestMethod]
    public void A_checkpoint_comes_back_as_it_was()
    {
        using var folder = new TemporaryFolder();
        CheckpointFile.Write(folder.At("checkpoint"), Checkpoint);
        var back = CheckpointFile.Load(folder.At("checkpoint"));
        Assert.AreEqual(Checkpoint.Options, back.Options);
        Assert.AreEqual(Checkpoint.DigitsHash, back.DigitsHash);
        Assert.AreSequenceEqual(Checkpoint.History, back.History);
        Assert.AreSequenceEqual(Checkpoint.State.Parameters, back.State.Parameters);
        Assert.AreSequenceEqual(Checkpoint.State.FirstMoment, back.State.FirstMoment);
        Assert.AreSequenceEqual(Checkpoint.State.SecondMoment, back.State.SecondMoment);
        Assert.AreSequenceEqual(Checkpoint.State.Average, back.State.Average);
        Assert.AreEqual(Checkpoint.State.Steps, back.State.Steps);
        Assert.AreSequenceEqual(Checkpoint.DigitLosses, back.DigitLosses);
        Assert.AreSequenceEqual(Checkpoint.BestParameters, back.BestParameters);
        Assert.AreEqual(1, back.Best.Epoch);
    }

    [TestMethod]
    public void A_byte_that_flipped_anywhere_and_an_end_cut_off_anywhere_are_found()
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("checkpoint");
        CheckpointFile.Write(path, Checkpoint);
        var whole = File.ReadAllBytes(path);
        for (var place = 0; place < whole.Length; place += 7)
        {
            var flipped = whole.ToArray();
            flipped[place] ^= 0x10;
            AssertBad(path, flipped);
            AssertBad(path, whole[..place]);
        }

        AssertBad(path, [.. whole, 0]);
    }

    [TestMethod]
    public void A_forged_checkpoint_is_read_or_refused_whatever_it_holds()
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("checkpoint");
        CheckpointFile.Write(path, Checkpoint);
        var content = File.ReadAllBytes(path)[..^SHA256.HashSizeInBytes];
        for (var number = 0; number < 3000; number++)
        {
            var random = new Random(number);
            var forged = content.ToArray();
            for (var change = random.Next(3); change >= 0; change--)
            {
                random.NextBytes(forged.AsSpan(8 + random.Next(forged.Length - 12), 1 + random.Next(4)));
            }

            forged = random.Next(4) == 0 ? forged[..random.Next(8, forged.Length)] : forged;
            File.WriteAllBytes(path, [.. forged, .. SHA256.HashData(forged)]);
            try
            {
                var read = CheckpointFile.Load(path);
                Assert.IsGreaterThan(0, read.Best.Epoch, $"number {number}");
                _ = read.IsFinished;
            }
            catch (BadInputException exception)
            {
                Assert.Contains(path, exception.Message);
            }
        }
    }

    [TestMethod]
    public void A_checkpoint_that_is_not_there_is_named()
    {
        using var folder = new TemporaryFolder();
        var exception = Assert.Throws<BadInputException>(() => CheckpointFile.Load(folder.At("none")));
        Assert.Contains("none", exception.Message);
    }

    private static void AssertBad(string path, byte[] content)
    {
        File.WriteAllBytes(path, content);
        var exception = Assert.Throws<BadInputException>(() => CheckpointFile.Load(path));
        Assert.Contains(path, exception.Message);
    }
}
