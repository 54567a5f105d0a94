using MnistPipeline.Tuning;

namespace MnistPipeline.Tests.Tuning;

[TestClass]
public sealed class TrialClaimTests
{
    private static readonly ClaimObserver Patient = new(TimeSpan.FromDays(1));

    [TestMethod]
    public void Of_many_that_want_a_trial_one_has_it_until_it_lets_go()
    {
        using var folder = new TemporaryFolder();
        for (var round = 0; round < 20; round++)
        {
            var claims = new TrialClaim?[32];
            _ = Parallel.For(0, claims.Length, one => claims[one] = TrialClaim.TryTake(folder.Path, Patient));
            var owner = claims.Single(claim => claim is not null)!;
            Assert.IsFalse(owner.IsLost);
            Assert.IsTrue(TrialClaim.IsTaken(folder.Path, Patient));
            owner.Dispose();
            Assert.IsEmpty(Directory.GetFiles(folder.Path));
        }
    }

    [TestMethod]
    public void A_claim_of_another_machine_is_overtaken_when_it_was_silent_for_long_and_not_before()
    {
        using var folder = new TemporaryFolder();
        var silent = folder.Write(".claim-4", "elsewhere 1 2026-01-01T00:00:00Z some\n"u8.ToArray());
        Assert.IsNull(TrialClaim.TryTake(folder.Path, Patient));
        Assert.IsNull(TrialClaim.TryTake(folder.Path, Patient), "However old it is, this one has just seen it.");

        var impatient = new ClaimObserver(TimeSpan.FromMilliseconds(50));
        Assert.IsNull(TrialClaim.TryTake(folder.Path, impatient));
        Thread.Sleep(100);
        File.SetLastWriteTimeUtc(silent, DateTime.UtcNow.AddHours(-3));
        Assert.IsNull(TrialClaim.TryTake(folder.Path, impatient), "It was touched, whatever its clock says.");
        Thread.Sleep(100);
        using var claim = TrialClaim.TryTake(folder.Path, impatient);
        Assert.IsNotNull(claim);
        Assert.IsTrue(File.Exists(folder.At(".claim-5")));
    }

    [TestMethod]
    public void A_claim_of_a_process_of_this_machine_that_has_ended_is_overtaken_at_once()
    {
        using var folder = new TemporaryFolder();
        _ = folder.Write(".claim-1", System.Text.Encoding.UTF8.GetBytes($"{ClaimObserver.Machine} {int.MaxValue} 2026-01-01T00:00:00Z some\n"));
        using var claim = TrialClaim.TryTake(folder.Path, Patient);
        Assert.IsNotNull(claim);
    }

    [TestMethod]
    public void Whoever_was_overtaken_sees_it_and_leaves_the_others_claim_alone()
    {
        using var folder = new TemporaryFolder();
        var claim = TrialClaim.TryTake(folder.Path, Patient)!;
        var other = folder.Write(".claim-2", "elsewhere 1 2026-01-01T00:00:00Z some\n"u8.ToArray());
        Assert.IsTrue(claim.IsLost);
        claim.Dispose();
        Assert.IsTrue(File.Exists(other));

        // Also where the other has ended since, and a third one has the number again.
        using var third = new TemporaryFolder();
        claim = TrialClaim.TryTake(third.Path, Patient)!;
        _ = third.Write(".claim-1", "elsewhere 1 2026-01-01T00:00:00Z some\n"u8.ToArray());
        Assert.IsTrue(claim.IsLost);
        claim.Dispose();
        Assert.IsTrue(File.Exists(third.At(".claim-1")));
    }
}
