namespace MnistPipeline.Engines.Cpu.Lanes;

/// <summary>
/// A few images side by side in one vector register. Every operation works on each lane alone and rounds as IEEE 754 says,
/// so that a kernel written over lanes gives the same bits whatever their number is. The runtime compiles a kernel anew for
/// each implementation, so the abstraction costs nothing.
/// </summary>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>The number of lanes: 4, 8 or 16, a divisor of a block's images.</summary>
    static abstract int Count { get; }

    static abstract TSelf Zero { get; }

    static abstract TSelf Load(float* from);

    static abstract void Store(TSelf lanes, float* to);

    /// <summary>The same value in every lane.</summary>
    static abstract TSelf Broadcast(float value);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>factor1 factor2 + addend, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf factor1, TSelf factor2, TSelf addend);

    static abstract TSelf SquareRoot(TSelf lanes);

    /// <summary>Where left &lt; right the one, elsewhere (and where either is not a number) the other.</summary>
    static abstract TSelf WhereLess(TSelf left, TSelf right, TSelf then, TSelf otherwise);

    /// <summary>Where left = right the one, elsewhere the other.</summary>
    static abstract TSelf WhereEqual(TSelf left, TSelf right, TSelf then, TSelf otherwise);

    /// <summary>2 to the power of the low bits of a float's significand, as <see cref="LaneMath"/> prepares them.</summary>
    static abstract TSelf PowerOfTwo(TSelf shifted);
}
