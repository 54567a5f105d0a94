using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using MnistPipeline.Data;
using SkiaSharp;

namespace MnistPipeline.Tests.Data;

/// <summary>Digits written out in the forms that the readers take.</summary>
internal static class WrittenDigits
{
    /// <summary>An IDX file of images of one size.</summary>
    public static byte[] IdxImages(ReadOnlySpan<byte> pixels, int height, int width) =>
        [0, 0, 8, 3, .. BigEndian(pixels.Length / (height * width)), .. BigEndian(height), .. BigEndian(width), .. pixels];

    /// <summary>An IDX file of labels.</summary>
    public static byte[] IdxLabels(IEnumerable<byte> labels)
    {
        byte[] all = [.. labels];
        return [0, 0, 8, 1, .. BigEndian(all.Length), .. all];
    }

    /// <summary>The bytes packed with gzip.</summary>
    public static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    /// <summary>A pair of IDX files; the names are as the MNIST database has them, but for what stands before "idx".</summary>
    public static void WritePair(TemporaryFolder folder, DigitSet digits, string part, char beforeIdx = '-', bool isPacked = false)
    {
        var images = IdxImages(digits.Pixels, 28, 28);
        var labels = IdxLabels(MnistDigits.NamesOf(digits).Select(name => byte.Parse(name, CultureInfo.InvariantCulture)));
        var ending = isPacked ? ".gz" : "";
        folder.Write($"{part}images{beforeIdx}idx3-ubyte{ending}", isPacked ? Gzip(images) : images);
        folder.Write($"{part}labels{beforeIdx}idx1-ubyte{ending}", isPacked ? Gzip(labels) : labels);
    }

    /// <summary>A few thousand digits of MNIST as a folder of a training and a test part, which a program learns in a second or two.</summary>
    public static string WriteSample(TemporaryFolder folder)
    {
        WritePair(folder, MnistDigits.Take(0, 2400), "data/train-");
        WritePair(folder, MnistDigits.First(600), "data/t10k-");
        return folder.At("data");
    }

    /// <summary>The lines of a CSV file without a header.</summary>
    public static IEnumerable<string> CsvLines(DigitSet digits, bool labelIsLast = false)
    {
        for (var index = 0; index < digits.Count; index++)
        {
            var pixels = string.Join(',', digits.PixelsOf(index).ToArray());
            var label = digits.Classes[digits.Labels[index]];
            yield return labelIsLast ? $"{pixels},{label}" : $"{label},{pixels}";
        }
    }

    /// <summary>The header of Kaggle's digit recogniser.</summary>
    public static string CsvHeader(bool labelIsLast = false)
    {
        var pixels = string.Join(',', Enumerable.Range(0, 784).Select(pixel => $"pixel{pixel}"));
        return labelIsLast ? $"{pixels},class" : $"label,{pixels}";
    }

    /// <summary>One 28x28 digit as a picture file of the format that the ending names.</summary>
    public static byte[] Picture(ReadOnlySpan<byte> grey, string ending)
    {
        switch (ending)
        {
            case ".bmp":
                return Bmp(grey, 28);
            case ".gif":
                return Gif(grey, 28);
        }

        using var bitmap = new SKBitmap(new SKImageInfo(28, 28, SKColorType.Gray8, SKAlphaType.Opaque));
        Marshal.Copy(grey.ToArray(), 0, bitmap.GetPixels(), grey.Length);
        using var pixmap = bitmap.PeekPixels();
        using var data = ending switch
        {
            ".png" => pixmap.Encode(SKPngEncoderOptions.Default),
            ".webp" => pixmap.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 100)),
            _ => pixmap.Encode(SKEncodedImageFormat.Jpeg, 100),
        };
        return data.ToArray();
    }

    /// <summary>A JPEG whose EXIF data has an orientation, 1 to 8.</summary>
    public static byte[] Turned(byte[] jpeg, byte orientation)
    {
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*\0\0\0\b\0"u8, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    /// <summary>A PNG with an eXIf chunk behind its header.</summary>
    public static byte[] TurnedPng(byte[] png, byte orientation)
    {
        const int HeaderEnd = 33;
        byte[] chunk = [.. "eXIfMM\0*\0\0\0\b\0"u8, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        return [.. png[..HeaderEnd], .. BigEndian(chunk.Length - 4), .. chunk, .. BigEndian((int)Crc32(chunk)), .. png[HeaderEnd..]];
    }

    /// <summary>A folder with a subfolder for each class, the files numbered in the order of the digits.</summary>
    public static void WritePictures(TemporaryFolder folder, DigitSet digits, string ending, params string[] part)
    {
        for (var index = 0; index < digits.Count; index++)
        {
            var path = folder.At([.. part, digits.Classes[digits.Labels[index]], $"{index:D5}{ending}"]);
            File.WriteAllBytes(path, Picture(digits.PixelsOf(index), ending.ToLowerInvariant()));
        }
    }

    /// <summary>The bytes of lines of text.</summary>
    public static byte[] Text(IEnumerable<string> lines, string newLine = "\n") => Encoding.UTF8.GetBytes(string.Join(newLine, lines));

    // PNG 1.2, chapter 15.
    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }

    private static byte[] BigEndian(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    /// <summary>24 bits a pixel; a negative height means that the top row comes first. 28 times 3 bytes need no padding.</summary>
    private static byte[] Bmp(ReadOnlySpan<byte> grey, int side)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("BM"u8);
        writer.Write([54 + 3 * grey.Length, 0, 54, 40, side, -side, 1 | 24 << 16, 0, 3 * grey.Length, 2835, 2835, 0, 0]);
        foreach (var pixel in grey)
        {
            writer.Write([pixel, pixel, pixel]);
        }

        return file.ToArray();
    }

    private static void Write(this BinaryWriter writer, ReadOnlySpan<int> numbers)
    {
        foreach (var number in numbers)
        {
            writer.Write(number);
        }
    }

    /// <summary>256 greys, and LZW whose table is cleared before its codes outgrow nine bits.</summary>
    private static byte[] Gif(ReadOnlySpan<byte> grey, int side)
    {
        const int ClearCode = 256, EndCode = 257, CodesBeforeGrowth = 250;
        using var file = new MemoryStream();
        file.Write("GIF89a"u8);
        file.Write([(byte)side, 0, (byte)side, 0, 0xF7, 0, 0]);
        for (var level = 0; level < 256; level++)
        {
            file.Write([(byte)level, (byte)level, (byte)level]);
        }

        file.Write([0x2C, 0, 0, 0, 0, (byte)side, 0, (byte)side, 0, 0, 8]);
        var codes = new List<int>();
        for (var pixel = 0; pixel < grey.Length; pixel++)
        {
            if (pixel % CodesBeforeGrowth == 0)
            {
                codes.Add(ClearCode);
            }

            codes.Add(grey[pixel]);
        }

        codes.Add(EndCode);
        var bits = codes.SelectMany(code => Enumerable.Range(0, 9).Select(bit => code >> bit & 1)).ToArray();
        foreach (var block in bits.Chunk(8).Select(chunk => (byte)chunk.Select((bit, index) => bit << index).Sum()).Chunk(255))
        {
            file.WriteByte((byte)block.Length);
            file.Write(block);
        }

        file.Write([0, 0x3B]);
        return file.ToArray();
    }
}
