namespace MnistPipeline.Data;

/// <summary>The parts of a data set, which share one list of classes.</summary>
public sealed class DigitParts
{
    internal DigitParts(DigitSet train, DigitSet test, bool testIsHeldOut, DigitSet? validation = null)
    {
        Train = train;
        Test = test;
        TestIsHeldOut = testIsHeldOut;
        Validation = validation;
    }

    /// <summary>What a network may learn from; and what it is chosen by, where there is no <see cref="Validation"/>.</summary>
    public DigitSet Train { get; }

    /// <summary>What a network is chosen by, where such a part came with the data, for the trainer to validate on; else null.</summary>
    public DigitSet? Validation { get; }

    /// <summary>What nothing may be chosen by.</summary>
    public DigitSet Test { get; }

    /// <summary>Whether the test part was taken out of the one part that came; false where it came as a part of its own.</summary>
    public bool TestIsHeldOut { get; }
}
