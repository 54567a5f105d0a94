using System.Runtime.Intrinsics.X86;

namespace MnistPipeline.Tests;

/// <summary>The processor that the tests run on.</summary>
internal static class Processor
{
    /// <summary>Skips a test that trains for long where training is slow.</summary>
    public static void SkipWithoutFusedMultiplyAdd()
    {
        if (X86Base.IsSupported && !Fma.IsSupported)
        {
            Assert.Inconclusive("Skipped: this processor has no fused multiply-add, without which the engine gives the same bits, but trains longer than a test may take.");
        }
    }
}
