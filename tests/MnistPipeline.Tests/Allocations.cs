namespace MnistPipeline.Tests;

/// <summary>What calls allocate on the thread that makes them.</summary>
internal static class Allocations
{
    private const int Rounds = 10;

    /// <summary>
    /// After its first call an action allocates nothing in so many calls. The runtime allocates at moments of its own too, such as when
    /// it compiles a method anew, so a round of calls that is not clean is made again, a few times.
    /// </summary>
    public static void AssertNone(int calls, Action action)
    {
        action();
        var allocated = long.MaxValue;
        for (var round = 0; round < Rounds && allocated > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var call = 0; call < calls; call++)
            {
                action();
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.AreEqual(0, allocated, $"bytes in {calls} calls, {Rounds} times");
    }
}
