namespace MnistPipeline;

/// <summary>What a random number is for: each purpose draws from a stream of its own, so that none disturbs another.</summary>
internal enum RandomPurpose
{
    /// <summary>The network's first weights.</summary>
    Initialization,

    /// <summary>Which digits are held out.</summary>
    Split,

    /// <summary>The order of the digits in an epoch.</summary>
    Shuffle,

    /// <summary>The distortion of one digit in one epoch.</summary>
    Augmentation,

    /// <summary>Which digits of an earlier training an epoch shows again.</summary>
    Replay,

    /// <summary>The points of a search.</summary>
    Search,

    /// <summary>The pictures of no digit in an epoch.</summary>
    Negative,

    /// <summary>The drawn digits in an epoch.</summary>
    Drawing,

    /// <summary>The strings of digits in an epoch.</summary>
    Composition,

    /// <summary>The seeds of the networks that teach another one.</summary>
    Teaching,
}

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): a generator whose whole state is one number, so that a generator of its own for each
/// digit of each epoch costs nothing, and what is drawn does not depend on which thread draws it.
/// </summary>
internal struct SeededRandom
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong _state;

    private SeededRandom(ulong state) => _state = state;

    /// <summary>The generator of a seed, a purpose, and up to two numbers (an epoch, the index of a digit).</summary>
    public static SeededRandom For(int seed, RandomPurpose purpose, int first = 0, int second = 0)
    {
        var state = Mix((uint)seed + GoldenGamma);
        state = Mix(state ^ ((ulong)purpose + 1) * GoldenGamma);
        return new SeededRandom(Mix(state ^ ((ulong)(uint)first << 32 | (uint)second)));
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => Mix(_state += GoldenGamma);

    /// <summary>A number in [0, 1).</summary>
    public float NextSingle() => (NextBits() >> 40) * (1f / (1 << 24));

    /// <summary>A number in [-bound, bound).</summary>
    public float NextSymmetric(float bound) => bound * (2 * NextSingle() - 1);

    /// <summary>An integer in [0, bound).</summary>
    public int NextIndex(int bound) => (int)Math.BigMul((ulong)bound, NextBits(), out _);

    /// <summary>Puts the elements into a random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> elements)
    {
        for (var last = elements.Length - 1; last > 0; last--)
        {
            var other = NextIndex(last + 1);
            (elements[last], elements[other]) = (elements[other], elements[last]);
        }
    }

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ bits >> 27) * 0x94D049BB133111EB;
        return bits ^ bits >> 31;
    }
}
