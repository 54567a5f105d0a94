namespace MnistPipeline.Tests;

/// <summary>What calls allocate on the thread that makes them.</summary>
internal static class Allocations
{
    /// <summary>
    /// After its first call an action allocates nothing. The runtime allocates at moments of its own too, such as when it compiles
    /// a method anew, so one of ten calls has to be clean, not each.
    /// </summary>
    public static void AssertNone(Action action)
    {
        action();
        var least = long.MaxValue;
        for (var call = 0; call < 10; call++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.AreEqual(0, least, "bytes were allocated by each of ten calls");
    }
}
