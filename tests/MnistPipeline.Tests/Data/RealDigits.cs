using System.IO.Compression;

namespace MnistPipeline.Tests.Data;

/// <summary>Published digits as bytes, read without the library's own reader.</summary>
internal static class RealDigits
{
    /// <summary>The first digits of MNIST's test set, 784 bytes each, light on dark.</summary>
    public static byte[][] Mnist(int count) => Images(Path.Combine(TestFiles.Mnist, "t10k-images-idx3-ubyte.gz"), count);

    /// <summary>The first digits of Semeion, as many bytes each as the file says.</summary>
    public static byte[][] Semeion(int count, out int size)
    {
        var images = Images(Path.Combine(TestFiles.Semeion, "images-idx3-ubyte.gz"), count);
        size = (int)Math.Sqrt(images[0].Length);
        return images;
    }

    /// <summary>A page of paper with a digit on it, from the top left given, dark on light or light on dark.</summary>
    public static byte[] Page(byte[] digit, int width, int height, int left, int top, byte paper, byte ink)
    {
        var page = new byte[width * height];
        Array.Fill(page, paper);
        for (var pixel = 0; pixel < digit.Length; pixel++)
        {
            var (row, column) = (top + pixel / 28, left + pixel % 28);
            page[row * width + column] = (byte)(paper + (ink - paper) * digit[pixel] / 255);
        }

        return page;
    }

    private static byte[][] Images(string path, int count)
    {
        using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        var header = new byte[16];
        stream.ReadExactly(header);
        var images = new byte[count][];
        for (var index = 0; index < count; index++)
        {
            images[index] = new byte[header[11] * header[15]];
            stream.ReadExactly(images[index]);
        }

        return images;
    }
}
