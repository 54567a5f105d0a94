using MnistPipeline.Model;

namespace MnistPipeline.Tests.Model;

[TestClass]
public sealed class TemperatureScalingTests
{
    private const int Classes = 10;

    [TestMethod]
    [DataRow(0.4)]
    [DataRow(1.0)]
    [DataRow(2.5)]
    public void The_temperature_that_made_the_labels_is_found(double temperature)
    {
        var (logits, labels) = Draw(40_000, temperature);
        Assert.AreEqual(temperature, TemperatureScaling.Fit(logits, labels, Classes), 0.04 * temperature);
    }

    [TestMethod]
    public void The_loss_never_rises_over_that_of_no_scaling()
    {
        foreach (var temperature in new[] { 0.1, 0.7, 1, 1.3, 8, 50 })
        {
            var (logits, labels) = Draw(500, temperature);
            var fitted = TemperatureScaling.Fit(logits, labels, Classes);
            Assert.IsLessThanOrEqualTo(
                TemperatureScaling.NegativeLogLikelihood(logits, labels, Classes, 1) + 1e-12,
                TemperatureScaling.NegativeLogLikelihood(logits, labels, Classes, fitted));
        }
    }

    [TestMethod]
    public void Logits_that_are_always_right_or_always_wrong_meet_the_bounds()
    {
        Assert.AreEqual(TemperatureScaling.Lowest, TemperatureScaling.Fit([5, 0, 0, 5], [0, 1], 2), 1e-6);
        Assert.AreEqual(TemperatureScaling.Highest, TemperatureScaling.Fit([5, 0, 0, 5], [1, 0], 2), 1e-6);
        Assert.AreEqual(1, TemperatureScaling.Fit([], [], 2));
    }

    [TestMethod]
    public void An_expectation_holds_few_digits_back_and_many_do_not_notice_it()
    {
        float[] right = [.. Enumerable.Range(0, 100).SelectMany(digit => Enumerable.Range(0, Classes).Select(index => index == digit % Classes ? 9f : 0f))];
        int[] labels = [.. Enumerable.Range(0, 100).Select(digit => digit % Classes)];
        Assert.AreEqual(1.1, TemperatureScaling.Fit(right, labels, Classes, expected: 1.1), 0.1);
        Assert.AreEqual(1.1, TemperatureScaling.Fit([], [], Classes, expected: 1.1));
        var (logits, drawn) = Draw(40_000, 2.5);
        Assert.AreEqual(2.5, TemperatureScaling.Fit(logits, drawn, Classes, expected: 1), 0.04 * 2.5);
    }

    [TestMethod]
    public void Huge_logits_do_not_overflow()
    {
        var probabilities = Softmax.Rows([1e30f, 0, -1e30f, 1000, 1001, 999], 3);
        Assert.IsTrue(probabilities.All(float.IsFinite));
        Assert.AreEqual(1f, probabilities[0]);
        Assert.AreEqual(1f, probabilities[3] + probabilities[4] + probabilities[5], 1e-6f);
    }

    [TestMethod]
    public void A_higher_temperature_softens_and_keeps_the_order()
    {
        float[] logits = [3, 1, 2];
        var sharp = Softmax.Rows(logits, 3);
        var soft = Softmax.Rows(logits, 3, 4);
        Assert.IsLessThan(sharp[0], soft[0]);
        Assert.IsTrue(soft[0] > soft[2] && soft[2] > soft[1]);
    }

    // Labels drawn from the softmax of the logits over the temperature.
    private static (float[] Logits, int[] Labels) Draw(int digits, double temperature)
    {
        var random = SeededRandom.For(3, RandomPurpose.Shuffle);
        var logits = new float[digits * Classes];
        foreach (ref var logit in logits.AsSpan())
        {
            logit = random.NextSymmetric(4);
        }

        var probabilities = Softmax.Rows(logits, Classes, temperature);
        var labels = new int[digits];
        for (var digit = 0; digit < digits; digit++)
        {
            var left = random.NextSingle();
            while (labels[digit] < Classes - 1 && (left -= probabilities[digit * Classes + labels[digit]]) > 0)
            {
                labels[digit]++;
            }
        }

        return (logits, labels);
    }
}
