namespace MnistPipeline.Data;

/// <summary>The two parts of a data set, which share one list of classes.</summary>
public sealed class DigitParts
{
    internal DigitParts(DigitSet train, DigitSet test, bool testIsHeldOut)
    {
        Train = train;
        Test = test;
        TestIsHeldOut = testIsHeldOut;
    }

    /// <summary>What a network may learn from and be chosen by.</summary>
    public DigitSet Train { get; }

    /// <summary>What nothing may be chosen by.</summary>
    public DigitSet Test { get; }

    /// <summary>Whether the test part was taken out of the one part that came; false where it came as a part of its own.</summary>
    public bool TestIsHeldOut { get; }
}
