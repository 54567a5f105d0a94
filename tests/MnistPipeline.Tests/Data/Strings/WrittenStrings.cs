using MnistPipeline.Training.Strings;
using SkiaSharp;

namespace MnistPipeline.Tests.Data.Strings;

/// <summary>Strings of test digits as picture files.</summary>
internal static class WrittenStrings
{
    private const int Scale = 2;

    private static readonly StringComposer Composer = new(TrainedStringNetwork.Digits(MnistDigits.First(2000)));

    /// <summary>A PNG file of a composed string, always the same one for a number, and its text.</summary>
    public static (byte[] Png, string Text) Write(int number, int length)
    {
        var random = SeededRandom.For(number, RandomPurpose.Composition, length);
        var row = Composer.Compose(length, Spacing.Apart, ref random);
        using var bitmap = new SKBitmap(new SKImageInfo(row.Columns * Scale, 40 * Scale, SKColorType.Gray8, SKAlphaType.Opaque));
        var page = new byte[bitmap.RowBytes * bitmap.Height];
        for (var at = 0; at < page.Length; at++)
        {
            var (column, line) = (at % bitmap.RowBytes / Scale, at / bitmap.RowBytes / Scale - 6);
            var covered = line is >= 0 and < 28 && column < row.Columns ? row.Pixels[line * row.Columns + column] : 0;
            page[at] = (byte)(230 - 180 * covered / 255);
        }

        System.Runtime.InteropServices.Marshal.Copy(page, 0, bitmap.GetPixels(), page.Length);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return (data.ToArray(), string.Concat(row.Text));
    }

    /// <summary>Writes a folder of pictures with a table of them, and returns their texts in its order.</summary>
    public static List<string> WriteTable(TemporaryFolder folder, string name, int count)
    {
        var (lines, texts) = (new List<string> { "file,text" }, new List<string>());
        for (var number = 0; number < count; number++)
        {
            var (png, text) = Write(number, 1 + number % 3);
            _ = folder.Write($"{name}/pictures/{number:D3}.png", png);
            lines.Add($"pictures/{number:D3}.png,{text}");
            texts.Add(text);
        }

        File.WriteAllLines(folder.At(name, "strings.csv"), lines);
        return texts;
    }
}
