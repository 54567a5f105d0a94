using System.Runtime.CompilerServices;
using MnistPipeline.Engines.Cpu.Lanes;

namespace MnistPipeline.Benchmarks;

/// <summary>The most fused multiply-adds that a core does: twelve sums that wait for nothing but themselves.</summary>
internal static class MachineRate
{
    private const int Sums = 12;
    private const int Rounds = 20_000;

    /// <summary>Additions and multiplications of one <see cref="Run"/>.</summary>
    public static double Operations<TLanes>()
        where TLanes : struct, ILanes<TLanes> => 2.0 * Sums * Rounds * TLanes.Count;

    /// <summary>The sums are returned so that they must be computed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe float Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var factor = TLanes.Broadcast(0.999f);
        var addend = TLanes.Broadcast(0.001f);
        TLanes sum0 = factor, sum1 = factor, sum2 = factor, sum3 = factor, sum4 = factor, sum5 = factor;
        TLanes sum6 = factor, sum7 = factor, sum8 = factor, sum9 = factor, sum10 = factor, sum11 = factor;
        for (var round = 0; round < Rounds; round++)
        {
            sum0 = TLanes.FusedMultiplyAdd(sum0, factor, addend);
            sum1 = TLanes.FusedMultiplyAdd(sum1, factor, addend);
            sum2 = TLanes.FusedMultiplyAdd(sum2, factor, addend);
            sum3 = TLanes.FusedMultiplyAdd(sum3, factor, addend);
            sum4 = TLanes.FusedMultiplyAdd(sum4, factor, addend);
            sum5 = TLanes.FusedMultiplyAdd(sum5, factor, addend);
            sum6 = TLanes.FusedMultiplyAdd(sum6, factor, addend);
            sum7 = TLanes.FusedMultiplyAdd(sum7, factor, addend);
            sum8 = TLanes.FusedMultiplyAdd(sum8, factor, addend);
            sum9 = TLanes.FusedMultiplyAdd(sum9, factor, addend);
            sum10 = TLanes.FusedMultiplyAdd(sum10, factor, addend);
            sum11 = TLanes.FusedMultiplyAdd(sum11, factor, addend);
        }

        var sum = sum0 + sum1 + (sum2 + sum3) + (sum4 + sum5 + (sum6 + sum7)) + (sum8 + sum9 + (sum10 + sum11));
        var lanes = stackalloc float[16];
        TLanes.Store(sum, lanes);
        return lanes[0];
    }
}
