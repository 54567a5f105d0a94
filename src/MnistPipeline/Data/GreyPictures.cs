using Microsoft.ML.Data;
using MnistPipeline.Reading;

namespace MnistPipeline.Data;

/// <summary>Grey pictures of one size, one after the other, 0 background, 255 ink.</summary>
/// <param name="Pixels">A byte a pixel, row by row.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
internal sealed record GreyPictures(byte[] Pixels, int Count, int Width, int Height)
{
    /// <summary>
    /// The pictures out of bytes of any scale: binarised ones have 0 and 1, those of 8x8 counts up to 16. Other bytes are taken as they are.
    /// </summary>
    /// <param name="scale">The scale that was found.</param>
    public GreyPictures OnByteScale(out PixelScale scale)
    {
        byte greatest = 0;
        foreach (var pixel in Pixels)
        {
            greatest = Math.Max(greatest, pixel);
        }

        var found = (greatest == 0 ? null : PixelScale.Of(0, greatest, Width * Height)) ?? PixelScale.Bytes;
        scale = found;
        return scale == PixelScale.Bytes ? this : this with { Pixels = Array.ConvertAll(Pixels, pixel => found.ToByte(pixel)) };
    }

    /// <summary>One of the pictures. The caller disposes it.</summary>
    public MLImage Open(int index) => GreyPicture.Create(Pixels.AsSpan(index * Width * Height, Width * Height), Width, Height);

    /// <summary>The pictures with rows and columns exchanged.</summary>
    public GreyPictures Transposed()
    {
        var pixels = new byte[Pixels.Length];
        for (var at = 0; at < pixels.Length; at++)
        {
            var (picture, inside) = Math.DivRem(at, Width * Height);
            var (row, column) = Math.DivRem(inside, Height);
            pixels[at] = Pixels[picture * Width * Height + column * Width + row];
        }

        return new GreyPictures(pixels, Count, Height, Width);
    }
}
