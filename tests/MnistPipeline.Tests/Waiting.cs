namespace MnistPipeline.Tests;

/// <summary>Waits for what another process does.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Looks again and again until something is so; fails where it does not come to pass.</summary>
    /// <param name="isSo">What is waited for.</param>
    /// <param name="reason">What is known of why it is not so.</param>
    public static void Until(Func<bool> isSo, Func<string>? reason = null)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.IsLessThan(Patience, clock.Elapsed, reason?.Invoke() ?? "It did not come to pass.");
            Thread.Sleep(20);
        }
    }
}
