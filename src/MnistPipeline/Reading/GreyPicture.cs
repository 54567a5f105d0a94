using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace MnistPipeline.Reading;

/// <summary>Grey bytes as ML.NET's picture, and back.</summary>
public static class GreyPicture
{
    /// <summary>An opaque picture of grey bytes, row by row. The caller disposes it.</summary>
    /// <exception cref="ArgumentException">There are not width times height bytes.</exception>
    public static MLImage Create(ReadOnlySpan<byte> grey, int width, int height)
    {
        if (grey.Length != width * height)
        {
            throw new ArgumentException($"{grey.Length:N0} bytes for {width}x{height} pixels.", nameof(grey));
        }

        var bgra = new byte[grey.Length * 4];
        var pixels = MemoryMarshal.Cast<byte, uint>(bgra.AsSpan());
        for (var pixel = 0; pixel < pixels.Length; pixel++)
        {
            pixels[pixel] = 0xFF000000 | grey[pixel] * 0x010101u;
        }

        return MLImage.CreateFromPixels(width, height, MLPixelFormat.Bgra32, bgra);
    }

    /// <summary>The grey of each pixel, row by row: ITU-R BT.601's weights of red, green and blue; the opacity is not looked at.</summary>
    internal static byte[] Grey(MLImage picture)
    {
        var pixels = picture.Pixels;
        var (red, blue) = picture.PixelFormat == MLPixelFormat.Rgba32 ? (0, 2) : (2, 0);
        var grey = new byte[picture.Width * picture.Height];
        if (ColouredPixels.AreGrey(pixels))
        {
            for (var pixel = 0; pixel < grey.Length; pixel++)
            {
                grey[pixel] = pixels[4 * pixel];
            }

            return grey;
        }

        for (var pixel = 0; pixel < grey.Length; pixel++)
        {
            var colour = pixels.Slice(4 * pixel, 4);
            grey[pixel] = (byte)MathF.Round(0.299f * colour[red] + 0.587f * colour[1] + 0.114f * colour[blue]);
        }

        return grey;
    }
}
