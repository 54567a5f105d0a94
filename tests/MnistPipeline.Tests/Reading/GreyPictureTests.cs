using Microsoft.ML.Data;
using MnistPipeline.Reading;

namespace MnistPipeline.Tests.Reading;

[TestClass]
public sealed class GreyPictureTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Every_grey_comes_back_from_a_picture_also_beside_a_colour(bool hasColour)
    {
        byte[] greys = [.. Enumerable.Range(0, 256).Select(grey => (byte)grey)];
        using var grey = GreyPicture.Create(greys, 32, 8);
        var pixels = grey.Pixels.ToArray();
        Assert.IsTrue(pixels.Chunk(4).Index().All(pixel => pixel.Item.SequenceEqual([(byte)pixel.Index, (byte)pixel.Index, (byte)pixel.Index, (byte)255])));
        if (hasColour)
        {
            // A blue that weighs as much as black.
            pixels[0] = 4;
        }

        using var picture = MLImage.CreateFromPixels(32, 8, grey.PixelFormat, pixels);
        Assert.AreSequenceEqual(greys, GreyPicture.Grey(picture));
    }
}
