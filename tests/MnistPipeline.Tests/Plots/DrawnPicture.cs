using SkiaSharp;

namespace MnistPipeline.Tests.Plots;

/// <summary>A plot's picture, asked what stands where.</summary>
internal sealed class DrawnPicture(byte[] png) : IDisposable
{
    private readonly SKBitmap _bitmap = SKBitmap.Decode(png);

    public int Width => _bitmap.Width;

    public int Height => _bitmap.Height;

    public SKColor At(double x, double y) => _bitmap.GetPixel((int)Math.Floor(x), (int)Math.Floor(y));

    /// <summary>How many pixels in a rectangle are as asked.</summary>
    public int Count(SKRectI within, Func<SKColor, bool> condition) => Places(within, condition).Count();

    /// <summary>The rectangle of the pixels that have a colour; none is a failure.</summary>
    /// <param name="color">The colour.</param>
    /// <param name="within">Where to look.</param>
    /// <param name="tolerance">By how much red, green and blue may differ: more than 0 for a line too thin to fill a pixel.</param>
    public SKRectI BoundsOf(SKColor color, SKRectI within, int tolerance = 0)
    {
        var places = Places(within, pixel => Math.Abs(pixel.Red - color.Red) <= tolerance
            && Math.Abs(pixel.Green - color.Green) <= tolerance && Math.Abs(pixel.Blue - color.Blue) <= tolerance).ToList();
        Assert.IsNotEmpty(places, $"Nothing of {color} is drawn in {within}.");
        return new SKRectI(places.Min(place => place.X), places.Min(place => place.Y), places.Max(place => place.X) + 1, places.Max(place => place.Y) + 1);
    }

    /// <summary>A mark or a ring of just this colour stands around a point; a grid line may pass beside it.</summary>
    public void AssertMark(SKColor color, double x, double y, int radius)
    {
        var bounds = BoundsOf(color, SKRectI.Intersect(
            new SKRectI((int)x - radius - 3, (int)y - radius - 3, (int)x + radius + 4, (int)y + radius + 4), new SKRectI(0, 0, Width, Height)));
        Assert.AreEqual(x, (bounds.Left + bounds.Right) / 2.0, 2, $"column of {color}");
        Assert.AreEqual(y, (bounds.Top + bounds.Bottom) / 2.0, 2, $"row of {color}");
    }

    /// <summary>A digit's picture, enlarged four times, has its upper left corner at a point.</summary>
    public void AssertDigit(ReadOnlySpan<byte> pixels, int left, int top)
    {
        for (var pixel = 0; pixel < pixels.Length; pixel++)
        {
            var (x, y) = (left + 4 * (pixel % 28) + 2, top + 4 * (pixel / 28) + 2);
            Assert.AreEqual(new SKColor(pixels[pixel], pixels[pixel], pixels[pixel]), At(x, y), $"pixel {pixel} of the digit at {left}, {top}");
        }
    }

    public void Dispose() => _bitmap.Dispose();

    private IEnumerable<SKPointI> Places(SKRectI within, Func<SKColor, bool> condition) =>
        from y in Enumerable.Range(within.Top, within.Height)
        from x in Enumerable.Range(within.Left, within.Width)
        where condition(_bitmap.GetPixel(x, y))
        select new SKPointI(x, y);
}
