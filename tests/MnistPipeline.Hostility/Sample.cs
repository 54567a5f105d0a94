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
        File.WriteAllBytes(Path.Combine(data, "train-images-idx3-ubyte"), [0, 0, 8, 3, .. BigEndian(Count), .. BigEndian(Digit.Size), .. BigEndian(Digit.Size), .. digits.Pixels.AsSpan(0, Count * Digit.Pixels)]);
        File.WriteAllBytes(Path.Combine(data, "train-labels-idx1-ubyte"), [0, 0, 8, 1, .. BigEndian(Count), .. digits.Labels.Take(Count).Select(label => byte.Parse(digits.Classes[label], CultureInfo.InvariantCulture))]);
        return data;
    }

    private static byte[] BigEndian(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
