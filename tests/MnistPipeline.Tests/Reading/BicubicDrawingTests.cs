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

    [TestMethod]
    public void A_grey_picture_is_drawn_in_one_channel_as_in_four()
    {
        var random = new Random(6);
        foreach (var (width, height) in Sizes)
        {
            using var picture = Noise(width, height, isColoured: false, isTransparent: false, random);
            var (grey, weighed, colours) = (new byte[ReadingCanvas.Pixels], new byte[ReadingCanvas.Pixels], new byte[4 * ReadingCanvas.Pixels]);
            var inside = ReadingCanvas.Draw(picture, grey);
            var scale = Math.Min(116f / width, 112f / height);
            var (left, top) = ((int)((116 - width * scale) / 2), (int)((112 - height * scale) / 2));
            BicubicDrawing.Draw(picture.Pixels, width, height, new CanvasRectangle(top, top + (int)(height * scale) - 1, left, left + (int)(width * scale) - 1), colours);
            _ = ColouredPixels.Weigh(colours, isBgra: true, weighed);
            Assert.IsTrue(grey.AsSpan().SequenceEqual(weighed), $"{width}x{height}");

            // The pixels of the coarse plane all four of which the picture covers.
            for (var row = 0; row < CoarsePlane.Rows; row++)
            {
                for (var column = 0; column < CoarsePlane.Columns; column++)
                {
                    var isCovered = new[] { 0, 1, 116, 117 }.All(pixel => colours[4 * (2 * row * 116 + 2 * column + pixel) + 3] > 0);
                    Assert.AreEqual(isCovered, row >= inside.Top && row <= inside.Bottom && column >= inside.Left && column <= inside.Right, $"{width}x{height}: {row}, {column}");
                }
            }
        }
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Colours_are_weighed_as_one_pixel_after_the_other_is(bool isBgra)
    {
        var random = new Random(7);
        for (var length = 0; length < 150; length++)
        {
            var colours = new byte[4 * length];
            random.NextBytes(colours);
            var grey = new byte[length];
            var isDark = ColouredPixels.Weigh(colours, isBgra, grey);
            var (greySum, alphaSum) = (0, 0);
            foreach (var (pixel, colour) in colours.Chunk(4).Index())
            {
                Assert.AreEqual(((isBgra ? 77 : 29) * colour[2] + 150 * colour[1] + (isBgra ? 29 : 77) * colour[0] + 128) >> 8, grey[pixel]);
                (greySum, alphaSum) = (greySum + grey[pixel], alphaSum + colour[3]);
            }

            Assert.AreEqual(2 * greySum < alphaSum, isDark);
        }
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
