using MnistPipeline.Training;

namespace MnistPipeline.Tests.Training;

[TestClass]
public sealed class LearningRateScheduleTests
{
    [TestMethod]
    [DataRow(0.008f, 0.3f, 8600)]
    [DataRow(0.006f, 0f, 100)]
    [DataRow(1f, 0.9f, 7)]
    [DataRow(0.01f, 0.25f, 1)]
    public void One_cycle_climbs_to_the_peak_and_falls_to_almost_nothing(float peak, float warmUp, int steps)
    {
        var rates = Rates(LearningRateSchedule.OneCycle, peak, warmUp, steps);
        var top = Array.IndexOf(rates, rates.Max());
        Assert.AreEqual(warmUp * steps, top, 1);
        Assert.IsGreaterThan(0, rates.Min());
        Assert.IsLessThanOrEqualTo(peak, rates.Max());
        for (var step = 1; step < steps; step++)
        {
            Assert.AreEqual(step <= top, rates[step] > rates[step - 1], $"step {step}");
        }

        if (warmUp > 0)
        {
            Assert.AreEqual(peak / 25, rates[0], peak * 1e-6f);
        }

        if (steps > 1000)
        {
            Assert.AreEqual(peak, rates.Max(), peak * 1e-3f);
            Assert.IsLessThan(peak * 1e-4f, rates[^1]);
        }
    }

    [TestMethod]
    public void Cosine_begins_at_the_peak_is_half_of_it_half_way_and_only_falls()
    {
        var rates = Rates(LearningRateSchedule.Cosine, 0.01f, 0.3f, 1000);
        Assert.AreEqual(0.01f, rates[0]);
        Assert.AreEqual(0.005f, rates[500], 1e-8f);
        Assert.IsTrue(rates.Zip(rates.Skip(1)).All(pair => pair.First > pair.Second));
        Assert.IsGreaterThan(0, rates[^1]);
    }

    [TestMethod]
    public void Constant_is_the_peak_at_every_step() =>
        Assert.IsTrue(Rates(LearningRateSchedule.Constant, 0.02f, 0.5f, 50).All(rate => rate == 0.02f));

    private static float[] Rates(LearningRateSchedule schedule, float peak, float warmUp, int steps) =>
        [.. Enumerable.Range(0, steps).Select(step => schedule.RateAt(peak, warmUp, step, steps))];
}
