using System.Security.Cryptography;
using MnistPipeline.Data;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training;

namespace MnistPipeline.Tests.Training;

[TestClass]
public sealed class AffineWarpTests
{
    private static DigitSet Digits { get; } = MnistDigits.Take(0, 1000);

    [TestMethod]
    [DataRow(10f, 2f, 0.12f, 0.15f, 0.2f)]
    [DataRow(180f, 28f, 0.5f, 1f, 0.5f)]
    public void The_fast_warp_is_within_one_grey_level_of_the_plain_one(float rotation, float shift, float scale, float shear, float stretch)
    {
        var options = new AugmentationOptions { RotationDegrees = rotation, ShiftPixels = shift, ScaleShare = scale, Shear = shear, Stretch = stretch };
        var fast = new byte[784];
        var plain = new byte[784];
        for (var index = 0; index < Digits.Count; index++)
        {
            var random = SeededRandom.For(1, RandomPurpose.Augmentation, 1, index);
            var warp = AffineWarp.Draw(options, 1, ref random);
            warp.Apply(Digits.PixelsOf(index), fast);
            warp.ApplyPlainly(Digits.PixelsOf(index), plain);
            for (var pixel = 0; pixel < 784; pixel++)
            {
                Assert.IsLessThanOrEqualTo(1, Math.Abs(fast[pixel] - plain[pixel]), $"digit {index}, pixel {pixel}: {fast[pixel]} for {plain[pixel]}");
            }
        }
    }

    [TestMethod]
    public void Without_strength_a_digit_stays_as_it_is()
    {
        var target = new byte[784];
        for (var index = 0; index < 100; index++)
        {
            var random = SeededRandom.For(1, RandomPurpose.Augmentation, 1, index);
            AffineWarp.Draw(new AugmentationOptions(), 0, ref random).Apply(Digits.PixelsOf(index), target);
            Assert.AreSequenceEqual(Digits.PixelsOf(index).ToArray(), target);
        }
    }

    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(3, -2)]
    [DataRow(-5, 7)]
    [DataRow(28, 0)]
    [DataRow(0, -1000)]
    public void A_shift_by_whole_pixels_moves_the_pixels_and_leaves_zeros(int right, int down)
    {
        var source = Digits.PixelsOf(0).ToArray();
        var expected = new byte[784];
        for (var row = 0; row < 28; row++)
        {
            for (var column = 0; column < 28; column++)
            {
                var (fromRow, fromColumn) = (row - down, column - right);
                expected[28 * row + column] = fromRow is >= 0 and < 28 && fromColumn is >= 0 and < 28 ? source[28 * fromRow + fromColumn] : (byte)0;
            }
        }

        var target = new byte[784];
        new AffineWarp(1, 0, -right, 0, 1, -down).Apply(source, target);
        Assert.AreSequenceEqual(expected, target);
    }

    [TestMethod]
    public void A_quarter_turn_twice_is_a_half_turn()
    {
        var quarter = new AffineWarp(0, 1, 0, -1, 0, 27);
        var once = new byte[784];
        var twice = new byte[784];
        quarter.Apply(Digits.PixelsOf(7), once);
        quarter.Apply(once, twice);
        Assert.AreSequenceEqual(Digits.PixelsOf(7).ToArray().Reverse().ToArray(), twice);
    }

    [TestMethod]
    public void Drawn_warps_fill_their_bounds_and_keep_within_them()
    {
        var options = new AugmentationOptions { ScaleShare = 0.12f, Stretch = 0.2f };
        var sizes = new List<double>();
        var widths = new List<double>();
        var shifts = new List<double>();
        for (var index = 0; index < 2000; index++)
        {
            var random = SeededRandom.For(5, RandomPurpose.Augmentation, 1, index);
            var warp = AffineWarp.Draw(options, 1, ref random);
            sizes.Add(1 / Math.Sqrt(warp.YX * warp.YX + warp.YY * warp.YY));
            widths.Add(1 / (warp.XX * warp.YY - warp.XY * warp.YX) / Square(sizes[^1]));
            shifts.Add(ColumnOfCentre(warp));
        }

        Assert.IsGreaterThanOrEqualTo(0.88, sizes.Min());
        Assert.IsLessThan(0.885, sizes.Min());
        Assert.IsLessThanOrEqualTo(1.12, sizes.Max());
        Assert.IsGreaterThan(1.115, sizes.Max());
        Assert.IsGreaterThanOrEqualTo(0.7999, widths.Min());
        Assert.IsLessThan(0.805, widths.Min());
        Assert.IsLessThanOrEqualTo(1.2001, widths.Max());
        Assert.IsGreaterThan(1.195, widths.Max());
        Assert.AreEqual(0, shifts.Average(), 0.1);
        Assert.IsLessThanOrEqualTo(2.0001, shifts.Max());
        Assert.IsGreaterThan(1.95, shifts.Max());
    }

    [TestMethod]
    public void A_warp_has_the_same_bits_on_every_processor()
    {
        var target = new byte[784];
        var options = new AugmentationOptions { RotationDegrees = 15, ScaleShare = 0.12f, Shear = 0.3f, Stretch = 0.2f, OtherPenShare = 0.12f };
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var index = 0; index < Digits.Count; index++)
        {
            var random = SeededRandom.For(1, RandomPurpose.Augmentation, 3, index);
            AffineWarp.Draw(options, 1, ref random).Apply(Digits.PixelsOf(index), target);
            hash.AppendData(target);
        }

        Assert.AreEqual("ab3a996c55bb2fa9", Convert.ToHexStringLower(hash.GetHashAndReset())[..16]);
    }

    [TestMethod]
    [DataRow(float.NaN, 2f, 0.12f, 0.15f, 0f, 0f, 0f, "RotationDegrees")]
    [DataRow(10f, -1f, 0.12f, 0.15f, 0f, 0f, 0f, "ShiftPixels")]
    [DataRow(10f, 2f, 0.6f, 0.15f, 0f, 0f, 0f, "ScaleShare")]
    [DataRow(10f, 2f, 0.12f, float.PositiveInfinity, 0f, 0f, 0f, "Shear")]
    [DataRow(10f, 2f, 0.12f, 0.15f, 0.6f, 0f, 0f, "Stretch")]
    [DataRow(10f, 2f, 0.12f, 0.15f, 0f, 1.5f, 0f, "OtherPenShare")]
    [DataRow(10f, 2f, 0.12f, 0.15f, 0f, 0f, -1f, "DrawnShare")]
    public void A_bound_out_of_its_range_is_named(float rotation, float shift, float scale, float shear, float stretch, float outline, float drawn, string option)
    {
        var options = new AugmentationOptions { RotationDegrees = rotation, ShiftPixels = shift, ScaleShare = scale, Shear = shear, Stretch = stretch, OtherPenShare = outline, DrawnShare = drawn };
        var exception = Assert.ThrowsExactly<BadOptionException>(options.Check);
        Assert.Contains(option, exception.Message);
    }

    private static double Square(double value) => value * value;

    /// <summary>By how many columns the warp moves the centre: the solution of source = centre.</summary>
    private static double ColumnOfCentre(AffineWarp warp)
    {
        var (x, y) = (13.5 - warp.X0, 13.5 - warp.Y0);
        return (warp.YY * x - warp.XY * y) / (warp.XX * warp.YY - warp.XY * warp.YX) - 13.5;
    }
}
