using MnistPipeline.Data;

namespace MnistPipeline.Tests.Data;

/// <summary>Real digits, read once for all tests.</summary>
internal static class MnistDigits
{
    private static readonly Lazy<DigitParts> Parts = new(() => DigitSource.Open(TestFiles.Mnist, seed: 1));

    /// <summary>The training part.</summary>
    public static DigitSet Train => Parts.Value.Train;

    /// <summary>The test part.</summary>
    public static DigitSet Test => Parts.Value.Test;

    /// <summary>So many digits of the training part, from one on.</summary>
    public static DigitSet Take(int first, int count) =>
        Train.Select($"MNIST {first} to {first + count - 1}", [.. Enumerable.Range(first, count)]);

    /// <summary>So many digits from the beginning of the test part, in which all classes are found among the first 62.</summary>
    public static DigitSet First(int count) => Test.Select("first", [.. Enumerable.Range(0, count)]);

    /// <summary>The names of the digits' classes.</summary>
    public static string[] NamesOf(DigitSet digits) => Array.ConvertAll(digits.Labels, label => digits.Classes[label]);

    /// <summary>Both sets have the same pixels and classes in the same order.</summary>
    public static void AssertSame(DigitSet expected, DigitSet actual)
    {
        CollectionAssert.AreEqual(NamesOf(expected), NamesOf(actual));
        Assert.IsTrue(expected.Pixels.AsSpan().SequenceEqual(actual.Pixels), "The pixels differ.");
    }

    /// <summary>Train and test part together are the digits, each once.</summary>
    public static void AssertComplete(DigitSet expected, DigitParts parts)
    {
        CollectionAssert.AreEquivalent(Keys(expected).ToArray(), Keys(parts.Train).Concat(Keys(parts.Test)).ToArray());

        static IEnumerable<string> Keys(DigitSet digits) => NamesOf(digits).Select((name, index) => name + Convert.ToHexString(digits.PixelsOf(index)));
    }
}
