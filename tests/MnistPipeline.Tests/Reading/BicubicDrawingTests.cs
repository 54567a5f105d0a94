using Microsoft.ML.Data;
using MnistPipeline.Reading;
using SkiaSharp;

namespace MnistPipeline.Tests.Reading;

[TestClass]
public sealed class BicubicDrawingTests
{
    private static readonly (int Width, int Height)[] Sizes =
        [(1, 1), (1, 9), (8, 8), (20, 20), (28, 28), (16, 28), (64, 64), (100, 90), (111, 111), (30, 12), (58, 56), (3, 40), (90, 6)];

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(true, false)]
    [DataRow(true, true)]
    public void What_is_enlarged_has_Skias_bits_but_for_a_rounding_in_ten_thousand(bool isColoured, bool isTransparent)
    {
        var random = new Random(5);
        var (unequal, compared) = (0, 0);
        foreach (var (width, height) in Sizes)
        {
            using var picture = Noise(width, height, isColoured, isTransparent, random);
            var scale = Math.Min(116f / width, 112f / height);
            var target = new CanvasRectangle(0, (int)(height * scale) - 1, 0, (int)(width * scale) - 1);
            using var expected = new SKBitmap(new SKImageInfo(ReadingCanvas.Columns, ReadingCanvas.Rows, SKColorType.Bgra8888, SKAlphaType.Premul));
            ReadingCanvas.DrawBySkia(picture, target, expected);
            var drawn = new byte[4 * ReadingCanvas.Pixels];
            BicubicDrawing.Draw(picture.Pixels, width, height, target, drawn);
            foreach (var (one, other) in drawn.Zip(expected.Bytes))
            {
                Assert.AreEqual(other, one, 1, $"{width}x{height}");
                unequal += one == other ? 0 : 1;
                compared++;
            }
        }

        Assert.IsLessThan(compared / 10_000, unequal);
    }

    private static MLImage Noise(int width, int height, bool isColoured, bool isTransparent, Random random)
    {
        var pixels = new byte[4 * width * height];
        random.NextBytes(pixels);
        for (var pixel = 0; pixel < pixels.Length; pixel += 4)
        {
            var alpha = isTransparent ? pixels[pixel + 3] : 255;
            for (var channel = 0; channel < 3; channel++)
            {
                pixels[pixel + channel] = (byte)(pixels[isColoured ? pixel + channel : pixel] * alpha / 255);
            }

            pixels[pixel + 3] = (byte)alpha;
        }

        return MLImage.CreateFromPixels(width, height, MLPixelFormat.Bgra32, pixels);
    }
}
