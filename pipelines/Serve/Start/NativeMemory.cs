using System.Runtime.InteropServices;

namespace MnistPipeline.Serve.Start;

/// <summary>The memory that pictures are decoded to, which is that of the C library.</summary>
internal static partial class NativeMemory
{
    // From malloc.h of glibc.
    private const int MmapThreshold = -3;
    private const int LargeBytes = 1 << 20;

    /// <summary>Has large blocks given back to the system as soon as they are free. Once it has freed some, glibc keeps the next ones for itself, twice of what is needed.</summary>
    public static void GiveBackLargeBlocks()
    {
        try
        {
            _ = OperatingSystem.IsLinux() ? SetMallocOption(MmapThreshold, LargeBytes) : 0;
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library has none of this.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetMallocOption(int option, int value);
}
