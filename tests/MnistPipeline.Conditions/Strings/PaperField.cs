using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using SkiaSharp;

namespace MnistPipeline.Conditions.Strings;

/// <summary>A field of a form, or a crop of a page, as a camera or a scanner sees it.</summary>
/// <param name="seed">What its paper, light, pen and camera are drawn from.</param>
internal sealed class PaperField(int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<Func<double, double, double>> _prints = [];
    private bool _isBoxed;

    /// <summary>Prints a line beneath the digits.</summary>
    public PaperField Underline()
    {
        var (place, width, light) = (24.5 + 2.5 * _random.NextDouble(), 0.5 + _random.NextDouble(), 0.15 + 0.5 * _random.NextDouble());
        _prints.Add((x, y) => Math.Abs(y - place) < width / 2 ? light : 1);
        return this;
    }

    /// <summary>Prints a pattern of fine curves, as cheques have it.</summary>
    public PaperField Pattern()
    {
        var (gap, wave, length, light) = (3 + 4 * _random.NextDouble(), 1 + 3 * _random.NextDouble(), 10 + 20 * _random.NextDouble(), 0.6 + 0.25 * _random.NextDouble());
        _prints.Add((x, y) => Far(y + wave * Math.Sin(2 * Math.PI * x / length)) < 0.35 || Far(y - wave * Math.Sin(2 * Math.PI * x / length)) < 0.35 ? light : 1);
        return this;

        double Far(double place) => Math.Abs(place / gap - Math.Round(place / gap)) * gap;
    }

    /// <summary>Prints a box for each digit.</summary>
    /// <param name="count">How many boxes.</param>
    /// <param name="pitch">From one wall to the next, in units of the row.</param>
    public PaperField Boxes(int count, double pitch)
    {
        _isBoxed = true;
        var (width, light) = (0.4 + 0.9 * _random.NextDouble(), 0.1 + 0.6 * _random.NextDouble());
        var (top, bottom) = (1 - 2 * _random.NextDouble(), 27 + 2 * _random.NextDouble());
        _prints.Add((x, y) =>
        {
            var wall = Math.Abs(x / pitch - Math.Clamp(Math.Round(x / pitch), 0, count)) * pitch;
            var isWall = wall < width / 2 && y > top && y < bottom;
            var isLine = Math.Min(Math.Abs(y - top), Math.Abs(y - bottom)) < width / 2 && x > -width / 2 && x < count * pitch + width / 2;
            return isWall || isLine ? light : 1;
        });
        return this;
    }

    /// <summary>The picture of what is written on it.</summary>
    public MLImage Picture(WrittenRow written)
    {
        var scale = 1.2 + 2.6 * _random.NextDouble();
        var (above, below, before, behind) = (Border(0), Border(0), Border(-8), Border(-8));
        var (width, height) = ((int)(scale * (written.Length + before + behind)), (int)(scale * (28 + above + below)));
        var slope = 0.035 * (2 * _random.NextDouble() - 1);
        var (dark, sharpness) = (0.3 + 0.6 * _random.NextDouble(), Math.Max(1, scale / 1.5));
        var (paper, lightAcross, lightDown) = (150 + 100 * _random.NextDouble(), 0.5 * _random.NextDouble() - 0.25, 0.4 * _random.NextDouble() - 0.2);
        var (grain, noise) = (6 * _random.NextDouble(), 5 * _random.NextDouble());
        var grains = Enumerable.Range(0, 64).Select(_ => (_random.NextDouble() * 0.3, _random.NextDouble() * 0.3, _random.NextDouble() * 6.3)).Take(6).ToArray();
        var grey = new double[width * height];
        for (var at = 0; at < grey.Length; at++)
        {
            var (x, y) = ((at % width + 0.5) / scale - before, (at / width + 0.5) / scale - above);
            y -= slope * (x - written.Length / 2);
            var share = 1 - dark * written.At(x, y, sharpness);
            foreach (var print in _prints)
            {
                share = Math.Min(share, Soft(print, x, y, 0.5 / scale));
            }

            var light = 1 + lightAcross * ((double)(at % width) / width - 0.5) + lightDown * ((double)at / width / height - 0.5);
            var texture = grains.Sum(wave => Math.Sin(wave.Item1 * (at % width) + wave.Item2 * (at / width) + wave.Item3)) * grain / 6;
            grey[at] = paper * share * light + texture;
        }

        Blur(grey, width, _random.Next(3));
        var bytes = Array.ConvertAll(grey, value => (byte)Math.Clamp(value + noise * (_random.NextDouble() + _random.NextDouble() - 1), 0, 255));
        return _random.Next(2) == 0 ? Jpeg(bytes, width, height, 30 + _random.Next(60)) : Reading.GreyPicture.Create(bytes, width, height);
    }

    // Units of paper beyond the written row, which has some of its own.
    private double Border(double least) => _isBoxed ? 2 + 6 * _random.NextDouble() : least + 14 * _random.NextDouble();

    private static double Soft(Func<double, double, double> print, double x, double y, double reach) =>
        (print(x - reach / 2, y - reach / 2) + print(x + reach / 2, y - reach / 2) + print(x - reach / 2, y + reach / 2) + print(x + reach / 2, y + reach / 2)) / 4;

    // Mixes each pixel with its neighbours, along rows and then along columns, as often as told.
    private static void Blur(double[] grey, int width, int times)
    {
        for (var time = 0; time < times; time++)
        {
            foreach (var step in (int[])[1, width])
            {
                var old = (double[])grey.Clone();
                for (var at = step; at < grey.Length - step; at++)
                {
                    grey[at] = (old[at - step] + 2 * old[at] + old[at + step]) / 4;
                }
            }
        }
    }

    private static MLImage Jpeg(byte[] grey, int width, int height, int quality)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Gray8, SKAlphaType.Opaque);
        for (var row = 0; row < height; row++)
        {
            Marshal.Copy(grey, row * width, bitmap.GetPixels() + row * bitmap.RowBytes, width);
        }

        using var file = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
        using var stream = file.AsStream();
        return MLImage.CreateFromStream(stream);
    }
}
