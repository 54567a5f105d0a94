using System.IO.Compression;
using MnistPipeline.Data;

namespace MnistPipeline.Tests.Training;

/// <summary>A few thousand digits of MNIST for tests that train.</summary>
internal static class MnistSample
{
    private static string[] Classes { get; } = [.. Enumerable.Range(0, 10).Select(digit => digit.ToString())];

    /// <summary>Digits of MNIST's training file.</summary>
    public static DigitSet Take(int first, int count)
    {
        var pixels = ReadPart("train-images-idx3-ubyte.gz", 16 + first * 784L, count * 784);
        var labels = ReadPart("train-labels-idx1-ubyte.gz", 8 + first, count);
        return new DigitSet($"MNIST {first} to {first + count - 1}", pixels, [.. labels.Select(label => (int)label)], Classes);
    }

    private static byte[] ReadPart(string file, long offset, int length)
    {
        using var stream = new GZipStream(File.OpenRead(Path.Combine(TestFiles.Mnist, file)), CompressionMode.Decompress);
        stream.ReadExactly(new byte[offset]);
        var part = new byte[length];
        stream.ReadExactly(part);
        return part;
    }
}
