using Microsoft.ML.Data;
using MnistPipeline.Reading;

namespace MnistPipeline.Tests.Data;

/// <summary>Pictures such as users give: digits as published, scans, pages without a digit.</summary>
internal static class TestPictures
{
    /// <summary>Grey pictures of many kinds, the same at each call.</summary>
    public static IEnumerable<(string Name, byte[] Grey, int Width, int Height)> All()
    {
        foreach (var (digit, index) in RealDigits.Mnist(60).Select((digit, index) => (digit, index)))
        {
            yield return ($"MNIST {index}", digit, 28, 28);
        }

        var semeion = RealDigits.Semeion(40, out var size);
        foreach (var (digit, index) in semeion.Select((digit, index) => (digit, index)))
        {
            yield return ($"Semeion {index}", digit, size, size);
            yield return ($"Semeion {index} dark on light", [.. digit.Select(pixel => (byte)(255 - pixel))], size, size);
        }

        var random = new Random(11);
        foreach (var digit in RealDigits.Mnist(40))
        {
            var page = RealDigits.Page(digit, 120, 160, random.Next(92), random.Next(132), (byte)random.Next(150, 240), (byte)random.Next(90));
            yield return ("scan", [.. page.Select(pixel => (byte)(pixel + random.Next(14)))], 120, 160);
            yield return ("wide scan", RealDigits.Page(digit, 90, 31, random.Next(60), 1, 255, 20), 90, 31);
            yield return ("night scan", RealDigits.Page(digit, 31, 75, 2, random.Next(40), 12, 200), 31, 75);
        }

        // Their ink winds so far that it takes many steps to find out what belongs together.
        var digits = RealDigits.Mnist(1000).ToList();
        foreach (var seed in new[] { 1992, 13158, 14706 })
        {
            var (page, width, height) = NoisyPage(seed, digits[seed % digits.Count]);
            yield return ($"noisy page {seed}", page, width, height);
        }

        yield return ("black", new byte[100], 10, 10);
        yield return ("white", [.. Enumerable.Repeat((byte)255, 600)], 20, 30);
        yield return ("one pixel", [200], 1, 1);
        yield return ("a line", [.. Enumerable.Range(0, 700).Select(pixel => (byte)pixel)], 700, 1);
        yield return ("noise", [.. Enumerable.Range(0, 57 * 56).Select(_ => (byte)random.Next(256))], 57, 56);
    }

    private static (byte[] Page, int Width, int Height) NoisyPage(int seed, byte[] digit)
    {
        var random = new Random(seed);
        var (width, height) = (random.Next(28, 200), random.Next(28, 200));
        var (paper, ink, noise) = (random.Next(100, 250), random.Next(0, 90), random.Next(1, 80));
        if (random.Next(4) == 0)
        {
            (paper, ink) = (ink, paper);
        }

        var page = RealDigits.Page(digit, width, height, random.Next(width - 27), random.Next(height - 27), (byte)paper, (byte)ink);
        var slope = random.Next(-60, 60);
        for (var at = 0; at < page.Length; at++)
        {
            var light = slope * (at % width) / (double)width;
            page[at] = (byte)Math.Clamp(page[at] + (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * noise + light, 0, 255);
        }

        return (page, width, height);
    }

    /// <summary>All pictures as the network sees them.</summary>
    public static byte[] Read(byte[] grey, int width, int height)
    {
        using var picture = GreyPicture.Create(grey, width, height);
        return Read(picture);
    }

    /// <summary>A picture as the network sees it.</summary>
    public static byte[] Read(MLImage picture)
    {
        var digit = new byte[784];
        DigitReading.Read(picture, digit);
        return digit;
    }
}
