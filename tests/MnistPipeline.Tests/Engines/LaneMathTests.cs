using MnistPipeline.Engines.Cpu;
using MnistPipeline.Engines.Cpu.Lanes;

namespace MnistPipeline.Tests.Engines;

[TestClass]
public unsafe class LaneMathTests
{
    [TestMethod]
    public void Exp_is_within_two_units_in_the_last_place_from_minus_87_to_0() =>
        AssertUnits(LaneMath.ExpOfNegative, LaneMath.ExpOfNegative, Math.Exp, -87, 0, 2);

    [TestMethod]
    public void Tanh_is_within_three_units_in_the_last_place() =>
        AssertUnits(LaneMath.Tanh, LaneMath.Tanh, Math.Tanh, -12, 12, 3);

    [TestMethod]
    public void Tanh_keeps_tiny_values_and_the_sign_and_ends_at_one()
    {
        Assert.AreEqual(1e-20f, Tanh(1e-20f));
        Assert.AreEqual(-1e-20f, Tanh(-1e-20f));
        Assert.AreEqual(0f, Tanh(0));
        Assert.AreEqual(1f, Tanh(float.PositiveInfinity));
        Assert.AreEqual(-1f, Tanh(float.NegativeInfinity));
        Assert.IsTrue(float.IsNaN(Tanh(float.NaN)));
        Assert.IsTrue(float.IsNaN(First(LaneMath.ExpOfNegative(Lanes256.Broadcast(float.NaN)))));
    }

    [TestMethod]
    public void A_sum_over_a_block_adds_all_sixteen()
    {
        var images = stackalloc float[Block.Images];
        for (var image = 0; image < Block.Images; image++)
        {
            images[image] = 1 << image;
        }

        Assert.AreEqual(65535f, LaneSum.Of(images));
    }

    private static void AssertUnits(
        Func<Lanes512, Lanes512> wide, Func<Lanes128, Lanes128> narrow, Func<double, double> exact, double from, double to, double most)
    {
        const int Samples = 400_000;
        var worst = 0.0;
        for (var sample = 0; sample <= Samples; sample++)
        {
            var x = (float)(from + (to - from) * sample / Samples);
            var actual = First(wide(Lanes512.Broadcast(x)));
            var expected = exact(x);
            var magnitude = MathF.Abs((float)expected);
            worst = Math.Max(worst, Math.Abs(actual - expected) / (MathF.BitIncrement(magnitude) - magnitude));
            Assert.AreEqual(First(narrow(Lanes128.Broadcast(x))), actual);
        }

        Assert.IsLessThanOrEqualTo(most, worst);
    }

    private static float Tanh(float x) => First(LaneMath.Tanh(Lanes256.Broadcast(x)));

    private static float First<TLanes>(TLanes lanes)
        where TLanes : struct, ILanes<TLanes>
    {
        var values = stackalloc float[Block.Images];
        TLanes.Store(lanes, values);
        return values[0];
    }
}
