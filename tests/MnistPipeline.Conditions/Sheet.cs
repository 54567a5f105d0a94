using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using MnistPipeline.Reading;
using SkiaSharp;

namespace MnistPipeline.Conditions;

/// <summary>A sheet of paper as a camera or a scanner sees it: what lies on it takes light away, and the light may be uneven.</summary>
/// <param name="width">In pixels.</param>
/// <param name="height">In pixels.</param>
/// <param name="random">What noise is drawn from.</param>
internal sealed class Sheet(int width, int height, Random random)
{
    /// <summary>The grey of paper in full light.</summary>
    public const double Paper = 235;

    private readonly double[] _grey = [.. Enumerable.Repeat(Paper, width * height)];

    /// <summary>Puts ink on the sheet.</summary>
    /// <param name="stroke">Its shape.</param>
    /// <param name="left">The left edge of the stroke's square, in pixels.</param>
    /// <param name="top">Its upper edge.</param>
    /// <param name="side">Its side.</param>
    /// <param name="darkness">How many grey levels the ink takes from the paper.</param>
    /// <param name="degrees">By how much it is turned.</param>
    public Sheet Ink(Stroke stroke, double left, double top, double side, double darkness = 200, double degrees = 0)
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        return Change((x, y, grey) =>
        {
            var (across, down) = ((x - left) / side - 0.5, (y - top) / side - 0.5);
            return grey - darkness * stroke.At(cosine * across + sine * down + 0.5, cosine * down - sine * across + 0.5);
        });
    }

    /// <summary>Multiplies the light at each place.</summary>
    public Sheet Light(Func<double, double, double> share) => Change((x, y, grey) => grey * share(x, y));

    /// <summary>Covers what a function names with one grey.</summary>
    public Sheet Cover(Func<double, double, bool> isCovered, double with) => Change((x, y, grey) => isCovered(x, y) ? with : grey);

    /// <summary>Adds noise to each pixel, evenly up to so many grey levels more or less.</summary>
    public Sheet Noise(double levels) => Change((_, _, grey) => grey + levels * (2 * random.NextDouble() - 1));

    /// <summary>Strews dark specks.</summary>
    public Sheet Specks(int count, double size, double grey)
    {
        var specks = Enumerable.Range(0, count).Select(_ => (X: random.NextDouble() * width, Y: random.NextDouble() * height)).ToArray();
        return Change((x, y, old) => Array.Exists(specks, speck => Math.Abs(x - speck.X) < size / 2 && Math.Abs(y - speck.Y) < size / 2) ? grey : old);
    }

    /// <summary>Dark becomes light and light dark.</summary>
    public Sheet Inverted() => Change((_, _, grey) => 255 - grey);

    /// <summary>The grey picture.</summary>
    public MLImage ToPicture() => GreyPicture.Create(Bytes(), width, height);

    /// <summary>The picture on paper of a colour.</summary>
    public MLImage ToPicture(SKColor paper)
    {
        byte[] pixels = [.. Bytes().SelectMany(grey => (byte[])[(byte)(grey * paper.Blue / 255), (byte)(grey * paper.Green / 255), (byte)(grey * paper.Red / 255), 255])];
        return MLImage.CreateFromPixels(width, height, MLPixelFormat.Bgra32, pixels);
    }

    /// <summary>The picture after it was saved as a JPEG.</summary>
    public MLImage ToJpeg(int quality)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Gray8, SKAlphaType.Opaque);
        Marshal.Copy(Bytes(), 0, bitmap.GetPixels(), width * height);
        using var file = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
        using var stream = file.AsStream();
        return MLImage.CreateFromStream(stream);
    }

    /// <summary>Ink of one grey on nothing: what is darker than paper is in the opacity alone.</summary>
    public MLImage ToTransparent(byte ink)
    {
        byte[] pixels =
        [
            .. Bytes().SelectMany(grey =>
            {
                var alpha = Math.Clamp((Paper - grey) / 200, 0, 1);
                var colour = (byte)(ink * alpha);
                return (byte[])[colour, colour, colour, (byte)(255 * alpha)];
            }),
        ];
        return MLImage.CreateFromPixels(width, height, MLPixelFormat.Bgra32, pixels);
    }

    /// <summary>The picture made smaller, each pixel the mean of so many by so many.</summary>
    public MLImage Reduced(int by)
    {
        var smaller = new byte[width / by * (height / by)];
        for (var at = 0; at < smaller.Length; at++)
        {
            var (left, top) = (at % (width / by) * by, at / (width / by) * by);
            var sum = 0.0;
            for (var inside = 0; inside < by * by; inside++)
            {
                sum += _grey[(top + inside / by) * width + left + inside % by];
            }

            smaller[at] = (byte)Math.Clamp(sum / (by * by), 0, 255);
        }

        return GreyPicture.Create(smaller, width / by, height / by);
    }

    private byte[] Bytes() => Array.ConvertAll(_grey, grey => (byte)Math.Clamp(Math.Round(grey), 0, 255));

    private Sheet Change(Func<double, double, double, double> grey)
    {
        for (var at = 0; at < _grey.Length; at++)
        {
            _grey[at] = grey(at % width + 0.5, at / width + 0.5, _grey[at]);
        }

        return this;
    }
}
