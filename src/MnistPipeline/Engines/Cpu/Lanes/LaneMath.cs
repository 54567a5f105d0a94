using System.Runtime.CompilerServices;

namespace MnistPipeline.Engines.Cpu.Lanes;

/// <summary>
/// exp and tanh, the same bits for every number of lanes and on every machine with IEEE 754 arithmetic. x = n ln 2 + r with
/// |r| at most ln 2 / 2, and e^r - 1 = r + r² q(r), q the polynomial that meets (e^r - 1 - r) / r² in its six Chebyshev points;
/// its error is 2e-9 of e^r - 1, the rest is rounding.
/// </summary>
internal static class LaneMath
{
    // Adding 1.5 * 2^23 leaves the nearest integer in the low bits of the significand.
    private const float RoundingShift = 12582912f;
    private const float InverseLn2 = 1.44269502f;

    // The high part has 15 bits, so that n times it is exact.
    private const float Ln2High = 0.693145751953125f;
    private const float Ln2Low = 1.428606765330187e-06f;

    // Below this e^x would need a denormal power of two.
    private const float MinExponent = -87f;

    // tanh of ±10 and beyond is ±1 in float.
    private const float LargestTanhArgument = 10f;

    /// <summary>e^x for x up to 0 (below -87 it stays at e^-87); within 2 units in the last place. Not a number stays so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes ExpOfNegative<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        var least = TLanes.Broadcast(MinExponent);
        Reduce(TLanes.WhereLess(x, least, least, x), out var power, out var expMinusOne);
        return TLanes.FusedMultiplyAdd(power, expMinusOne, power);
    }

    /// <summary>tanh x = -t / (t + 2) with t = e^(-2x) - 1 for x of at least 0, and odd; within 3 units in the last place. Not a number stays so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        var negated = TLanes.Zero - x;
        var minusMagnitude = TLanes.WhereLess(x, negated, x, negated);
        var least = TLanes.Broadcast(-LargestTanhArgument);
        minusMagnitude = TLanes.WhereLess(minusMagnitude, least, least, minusMagnitude);
        Reduce(minusMagnitude + minusMagnitude, out var power, out var expMinusOne);
        var t = TLanes.FusedMultiplyAdd(power, expMinusOne, power - TLanes.Broadcast(1));
        var minusTanh = t / (t + TLanes.Broadcast(2));
        return TLanes.WhereLess(x, TLanes.Zero, minusTanh, TLanes.Zero - minusTanh);
    }

    /// <summary>e^x = power (1 + expMinusOne).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reduce<TLanes>(TLanes x, out TLanes power, out TLanes expMinusOne)
        where TLanes : struct, ILanes<TLanes>
    {
        var shifted = TLanes.FusedMultiplyAdd(x, TLanes.Broadcast(InverseLn2), TLanes.Broadcast(RoundingShift));
        var n = shifted - TLanes.Broadcast(RoundingShift);
        var r = TLanes.FusedMultiplyAdd(n, TLanes.Broadcast(-Ln2High), x);
        r = TLanes.FusedMultiplyAdd(n, TLanes.Broadcast(-Ln2Low), r);
        var q = TLanes.FusedMultiplyAdd(TLanes.Broadcast(0.00019891980628017336f), r, TLanes.Broadcast(0.0013934541493654251f));
        q = TLanes.FusedMultiplyAdd(q, r, TLanes.Broadcast(0.00833331048488617f));
        q = TLanes.FusedMultiplyAdd(q, r, TLanes.Broadcast(0.04166645556688309f));
        q = TLanes.FusedMultiplyAdd(q, r, TLanes.Broadcast(0.1666666716337204f));
        q = TLanes.FusedMultiplyAdd(q, r, TLanes.Broadcast(0.5f));
        expMinusOne = TLanes.FusedMultiplyAdd(r * r, q, r);
        power = TLanes.PowerOfTwo(shifted);
    }
}
