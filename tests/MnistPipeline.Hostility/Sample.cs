using System.Buffers.Binary;
using System.Globalization;
using MnistPipeline.Data;

namespace MnistPipeline.Hostility;

/// <summary>A few thousand digits as a folder of IDX files, which a program learns in a second or two.</summary>
internal static class Sample
{
    private const int Count = 3000;

    /// <summary>Writes them.</summary>
    /// <returns>The folder.</returns>
    public static string Write(string folder, DigitSet digits)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        File.WriteAllBytes(Path.Combine(data, "train-images-idx3-ubyte"), Images(digits, Count));
        File.WriteAllBytes(Path.Combine(data, "train-labels-idx1-ubyte"), Labels(digits, Count));
        return data;
    }

    /// <summary>An IDX file of the first images.</summary>
    public static byte[] Images(DigitSet digits, int count) =>
        [0, 0, 8, 3, .. BigEndian(count), .. BigEndian(Digit.Size), .. BigEndian(Digit.Size), .. digits.Pixels.AsSpan(0, count * Digit.Pixels)];

    /// <summary>An IDX file of the first labels.</summary>
    public static byte[] Labels(DigitSet digits, int count) =>
        [0, 0, 8, 1, .. BigEndian(count), .. digits.Labels.Take(count).Select(label => byte.Parse(digits.Classes[label], CultureInfo.InvariantCulture))];

    private static byte[] BigEndian(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
