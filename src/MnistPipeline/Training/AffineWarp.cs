using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MnistPipeline.Training;

/// <summary>
/// An affine distortion of a 28x28 digit, told backwards: the target's pixel at (column, row) shows the source at
/// (XX column + XY row + X0, YX column + YY row + Y0), interpolated between the four pixels around, 0 outside.
/// </summary>
/// <param name="XX">Columns of the source for each column of the target.</param>
/// <param name="XY">Columns of the source for each row of the target.</param>
/// <param name="X0">The source's column that the target's first pixel shows.</param>
/// <param name="YX">Rows of the source for each column of the target.</param>
/// <param name="YY">Rows of the source for each row of the target.</param>
/// <param name="Y0">The source's row that the target's first pixel shows.</param>
internal readonly record struct AffineWarp(double XX, double XY, double X0, double YX, double YY, double Y0)
{
    private const int Size = Digit.Size;
    /// <summary>The column, and the row, of a digit's middle.</summary>
    public const double Centre = (Size - 1) / 2.0;

    // Coordinates are 16.16 fixed-point numbers, so that a warp has the same bits on every processor.
    private const int FixedOne = 1 << 16;

    // The source with a row and a column of zeros before it, and at least two after it.
    private const int PaddedStride = 32;

    /// <summary>Draws a distortion.</summary>
    /// <param name="options">The bounds.</param>
    /// <param name="strength">What the bounds are multiplied by: 0 to 1.</param>
    /// <param name="random">What to draw from.</param>
    public static AffineWarp Draw(AugmentationOptions options, float strength, ref SeededRandom random)
    {
        var (sine, cosine) = Math.SinCos(random.NextSymmetric(options.RotationDegrees * strength) * Math.PI / 180);
        double size = 1 + random.NextSymmetric(options.ScaleShare * strength);
        double shear = random.NextSymmetric(options.Shear * strength);
        double width = size * (1 + random.NextSymmetric(options.Stretch * strength));
        var centreX = Centre + random.NextSymmetric(options.ShiftPixels * strength);
        var centreY = Centre + random.NextSymmetric(options.ShiftPixels * strength);

        // The inverse of rotation * shear * (width, size).
        var xx = (cosine + shear * sine) / width;
        var xy = (sine - shear * cosine) / width;
        var yx = -sine / size;
        var yy = cosine / size;
        return About(xx, xy, yx, yy, centreX, centreY);
    }

    /// <summary>A distortion that brings the source's middle to a place of the target, in columns and rows.</summary>
    public static AffineWarp About(double xx, double xy, double yx, double yy, double centreX, double centreY) =>
        new(xx, xy, Centre - xx * centreX - xy * centreY, yx, yy, Centre - yx * centreX - yy * centreY);

    /// <summary>Distorts a digit. The same bits come out whatever vectors the processor has.</summary>
    /// <param name="source">784 bytes.</param>
    /// <param name="target">Receives 784 bytes; not the source.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public unsafe void Apply(ReadOnlySpan<byte> source, Span<byte> target)
    {
        CheckLengths(source, target);
        var padded = stackalloc byte[PaddedStride * PaddedStride];
        for (var row = 0; row < Size; row++)
        {
            source.Slice(row * Size, Size).CopyTo(new Span<byte>(padded + (row + 1) * PaddedStride + 1, Size));
        }

        // Weights have 8 bits: half of the last one makes the cut a rounding.
        var rowX = ToFixed(X0) + FixedOne / 512;
        var rowY = ToFixed(Y0) + FixedOne / 512;
        var stepX = ToFixed(XX);
        var stepY = ToFixed(YX);
        var eightX = Vector256.Create(8 * stepX);
        var eightY = Vector256.Create(8 * stepY);
        var lanesX = Vector256<int>.Indices * stepX;
        var lanesY = Vector256<int>.Indices * stepY;
        var line = stackalloc byte[32];
        for (var row = 0; row < Size; row++)
        {
            var x = Vector256.Create(rowX) + lanesX;
            var y = Vector256.Create(rowY) + lanesY;
            var first = Interpolate(padded, x, y);
            var second = Interpolate(padded, x += eightX, y += eightY);
            var third = Interpolate(padded, x += eightX, y += eightY);
            var fourth = Interpolate(padded, x + eightX, y + eightY);
            Vector256.Narrow(Vector256.Narrow(first, second), Vector256.Narrow(third, fourth)).AsByte().Store(line);
            new ReadOnlySpan<byte>(line, Size).CopyTo(target.Slice(row * Size, Size));
            rowX += ToFixed(XY);
            rowY += ToFixed(YY);
        }
    }

    /// <summary>What <see cref="Apply"/> does, plainly and in double precision; at most two grey levels from it.</summary>
    /// <param name="source">784 bytes.</param>
    /// <param name="target">Receives 784 bytes; not the source.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void ApplyPlainly(ReadOnlySpan<byte> source, Span<byte> target)
    {
        CheckLengths(source, target);
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column < Size; column++)
            {
                var x = XX * column + XY * row + X0;
                var y = YX * column + YY * row + Y0;
                var left = (int)Math.Floor(x);
                var top = (int)Math.Floor(y);
                var upper = Grey(source, left, top) * (left + 1 - x) + Grey(source, left + 1, top) * (x - left);
                var lower = Grey(source, left, top + 1) * (left + 1 - x) + Grey(source, left + 1, top + 1) * (x - left);
                target[row * Size + column] = (byte)Math.Round(upper * (top + 1 - y) + lower * (y - top));
            }
        }

        static double Grey(ReadOnlySpan<byte> source, int column, int row) =>
            (uint)column < Size && (uint)row < Size ? source[row * Size + column] : 0;
    }

    /// <summary>Eight pixels of the source, each a mix of four neighbours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<int> Interpolate(byte* padded, Vector256<int> x, Vector256<int> y)
    {
        // Beyond the zeros around the digit there are only more zeros.
        x = Vector256.Min(Vector256.Max(x, Vector256.Create(-FixedOne)), Vector256.Create(Size * FixedOne));
        y = Vector256.Min(Vector256.Max(y, Vector256.Create(-FixedOne)), Vector256.Create(Size * FixedOne));
        var corner = ((y >> 16) + Vector256<int>.One) * PaddedStride + (x >> 16) + Vector256<int>.One;
        var upper = LoadPairs(padded, corner) & Vector256.Create(0xFFFF);
        var lower = LoadPairs(padded + PaddedStride, corner) << 16;

        // Upper and lower row side by side in one lane, 16 bits each.
        var both = upper | lower;
        var left = both & Vector256.Create(0x00FF00FF);
        var right = (both >>> 8) & Vector256.Create(0x00FF00FF);
        var shareX = (x >> 8) & Vector256.Create(0xFF);
        var shareY = (y >> 8) & Vector256.Create(0xFF);
        var mixed = left * (Vector256.Create(256) - shareX) + right * shareX;
        var grey = (mixed & Vector256.Create(0xFFFF)) * (Vector256.Create(256) - shareY) + (mixed >>> 16) * shareY;
        return (grey + Vector256.Create(1 << 15)) >> 16;
    }

    /// <summary>In the low 16 bits of each lane, the byte at its offset and the one after.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<int> LoadPairs(byte* padded, Vector256<int> offset) =>
        Avx2.IsSupported
            ? Avx2.GatherVector256((int*)padded, offset, 1)
            : Vector256.Create(
                Load(padded + offset[0]), Load(padded + offset[1]), Load(padded + offset[2]), Load(padded + offset[3]),
                Load(padded + offset[4]), Load(padded + offset[5]), Load(padded + offset[6]), Load(padded + offset[7]));

    private static unsafe int Load(byte* pair) => Unsafe.ReadUnaligned<ushort>(pair);

    private static int ToFixed(double value) => (int)Math.Round(value * FixedOne);

    private static void CheckLengths(ReadOnlySpan<byte> source, Span<byte> target)
    {
        if (source.Length != Digit.Pixels || target.Length != Digit.Pixels)
        {
            throw new ArgumentException($"{source.Length:N0} and {target.Length:N0} bytes for digits of {Digit.Pixels} pixels.", nameof(source));
        }
    }
}
