using Microsoft.ML.Data;

namespace MnistPipeline.Reading;

/// <summary>A rectangle of a picture as a picture of its own.</summary>
internal static class PictureCut
{
    private const int Channels = 4;

    /// <summary>Cuts a rectangle out, which lies in the picture wholly. The caller disposes it.</summary>
    public static MLImage Of(MLImage picture, int left, int top, int width, int height)
    {
        var pixels = new byte[Channels * width * height];
        for (var row = 0; row < height; row++)
        {
            picture.Pixels.Slice(Channels * ((top + row) * picture.Width + left), Channels * width).CopyTo(pixels.AsSpan(Channels * row * width));
        }

        return MLImage.CreateFromPixels(width, height, picture.PixelFormat, pixels);
    }
}
