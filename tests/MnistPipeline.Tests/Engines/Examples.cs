using MnistPipeline.Engines;
using MnistPipeline.Model;

namespace MnistPipeline.Tests.Engines;

/// <summary>Architectures and batches that show an engine's edges, and real digits to compute with.</summary>
internal static class Examples
{
    private const int MaxImages = 300;

    private static readonly byte[] Pixels = GoldenFile.Read("t10k-images-idx3-ubyte.gz", 16, MaxImages * Digit.Pixels);

    private static readonly byte[] Digits = GoldenFile.Read("t10k-labels-idx1-ubyte.gz", 8, MaxImages);

    public static LeNet5Architecture Default { get; } = new();

    /// <summary>One without bends, so that engines differ by rounding alone.</summary>
    public static LeNet5Architecture Small { get; } = new()
    {
        C1Kernels = 3,
        C3Kernels = 5,
        C5Neurons = 21,
        F6Neurons = 13,
        Activation = Activation.Tanh,
        Pooling = Pooling.Average,
    };

    /// <summary>Architectures by chance, always the same ones: counts around every tile's size, both activations, both poolings.</summary>
    public static IEnumerable<object[]> RandomArchitectures()
    {
        var random = new Random(5);
        for (var example = 0; example < 12; example++)
        {
            var architecture = new LeNet5Architecture
            {
                C1Kernels = random.Next(1, 10),
                C3Kernels = random.Next(1, 20),
                C5Neurons = random.Next(1, 60),
                F6Neurons = random.Next(1, 40),
                Classes = random.Next(2, 30),
                Activation = (Activation)(example % 2),
                Pooling = (Pooling)(example / 2 % 2),
            };
            yield return [architecture, random.Next(1, 40)];
        }

        yield return [new LeNet5Architecture { C1Kernels = 1, C3Kernels = 1, C5Neurons = 1, F6Neurons = 1, Classes = 2 }, 1];
        yield return [new LeNet5Architecture { C1Kernels = 4, C3Kernels = 7, Classes = 1000, Activation = Activation.Tanh }, 17];
    }

    /// <summary>The first digits of the test set.</summary>
    public static byte[] Images(int count) => Pixels[..(count * Digit.Pixels)];

    /// <summary>Labels for them that any number of classes has.</summary>
    public static int[] Labels(int count, int classes) => [.. Enumerable.Range(0, count).Select(image => (Digits[image] + 7 * image * (classes / 10)) % classes)];

    /// <summary>Shares of the classes for them, some of which are 0: [image, class].</summary>
    public static float[] Shares(int count, int classes)
    {
        var random = new Random(classes);
        return [.. Enumerable.Range(0, count).SelectMany(_ => ShareOut())];

        IEnumerable<float> ShareOut()
        {
            double[] parts = [1, .. Enumerable.Range(1, classes - 1).Select(_ => Math.Max(0, random.NextDouble() - 0.5))];
            return parts.Select(part => (float)(part / parts.Sum()));
        }
    }

    /// <summary>Takes steps on batches of different sizes, none of them a whole number of blocks.</summary>
    public static void TakeSteps(IEngine engine, int steps, int firstBatch = 0)
    {
        int[] batches = [64, 10, 1, 100, 37];
        for (var step = firstBatch; step < firstBatch + steps; step++)
        {
            var batch = batches[step % batches.Length];
            engine.TrainStep(Images(batch), Labels(batch, engine.Architecture.Classes), 0.01f);
        }
    }

    public static float[] Scores(IEngine engine, int images)
    {
        var logits = new float[images * engine.Architecture.Classes];
        engine.ComputeLogits(Images(images), logits);
        return logits;
    }

    /// <summary>The distance of two vectors is a small share of their length.</summary>
    public static void AssertAlike(float[] expected, float[] actual, double tolerance)
    {
        Assert.AreEqual(expected.Length, actual.Length);
        var distance = Math.Sqrt(expected.Zip(actual, (one, other) => Math.Pow((double)one - other, 2)).Sum());
        var norm = Math.Sqrt(expected.Sum(value => (double)value * value));
        Assert.IsLessThanOrEqualTo(tolerance * norm, distance);
    }
}
