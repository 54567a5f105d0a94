using MnistPipeline.Evaluation;

namespace MnistPipeline.Tests.Evaluation;

[TestClass]
public sealed class RejectionCurveTests
{
    [TestMethod]
    public void Each_point_counts_what_its_confidence_rejects_and_the_errors_that_are_left()
    {
        foreach (var seed in Enumerable.Range(0, 20))
        {
            var (confidences, isCorrect) = Answers(seed, 200);
            foreach (var point in new RejectionCurve(confidences, isCorrect).Points)
            {
                var accepted = confidences.Index().Where(answer => answer.Item >= (float)point.RejectBelow).ToList();
                Assert.AreEqual(200 - accepted.Count, point.Rejected);
                Assert.AreEqual(accepted.Count(answer => !isCorrect[answer.Index]), point.Errors);
                Assert.AreEqual(point.Rejected / 200.0, point.RejectedShare);
                Assert.AreEqual((double)point.Errors / accepted.Count, point.ErrorShare);
            }
        }
    }

    [TestMethod]
    public void Every_set_that_a_confidence_can_reject_has_its_point()
    {
        var (confidences, isCorrect) = Answers(3, 100);
        var expected = confidences.Distinct().Order().Select(least => confidences.Count(confidence => confidence < least)).ToArray();
        CollectionAssert.AreEqual(expected, new RejectionCurve(confidences, isCorrect).Points.Select(point => point.Rejected).ToArray());
    }

    [TestMethod]
    public void The_confidence_is_named_with_few_decimals()
    {
        float[] confidences = [0.31f, 0.62f, 0.7334f, 0.7391f, 0.9211f, 0.9322f, .. Enumerable.Repeat(0.99f, 1500)];
        bool[] isCorrect = [false, true, false, true, true, true, .. Enumerable.Repeat(true, 1500)];
        var point = new RejectionCurve(confidences, isCorrect).Chosen!;
        Assert.AreEqual(0.4, point.RejectBelow);
        Assert.AreEqual((1, 1), (point.Rejected, point.Errors));
    }

    [TestMethod]
    public void Other_samples_of_the_same_answers_choose_alike_and_leave_about_one_error_in_a_thousand()
    {
        var all = Network(seed: 1, 200_000);
        var chosen = Enumerable.Range(2, 30).Select(seed => Network(seed, 5000)).Select(sample => (
            Expected: new RejectionCurve(sample.Confidences, sample.IsCorrect).Chosen!.RejectBelow,
            Counted: new RejectionCurve(sample.Confidences, sample.IsCorrect).Points.First(point => point.ErrorShare < 0.001).RejectBelow)).ToList();
        var curve = new RejectionCurve(all.Confidences, all.IsCorrect);
        double[] expected = [.. chosen.Select(one => curve.At(one.Expected).RejectedShare)];
        double[] counted = [.. chosen.Select(one => curve.At(one.Counted).RejectedShare)];
        Assert.IsLessThan(0.7 * (counted.Max() - counted.Min()), expected.Max() - expected.Min());
        Assert.IsInRange(0.0004, 0.0016, chosen.Average(one => curve.At(one.Expected).ErrorShare));
    }

    [TestMethod]
    public void How_sure_a_very_sure_error_is_makes_no_difference_but_one_more_does()
    {
        var (confidences, isCorrect) = Network(seed: 4, 5000);
        var sure = Array.FindIndex(confidences, confidence => confidence > 0.99f);
        isCorrect[sure] = false;
        var chosen = new RejectionCurve(confidences, isCorrect).Chosen!.RejectBelow;
        confidences[sure] = 0.9999999f;
        Assert.AreEqual(chosen, new RejectionCurve(confidences, isCorrect).Chosen!.RejectBelow, 1e-3);
        isCorrect[sure] = true;
        Assert.IsGreaterThan(new RejectionCurve(confidences, isCorrect).Chosen!.RejectBelow, chosen);
    }

    [TestMethod]
    public void Where_nothing_is_wrong_nothing_is_rejected_and_where_all_is_wrong_nothing_helps()
    {
        AssertPoint((0, 0, 0, 1000), Alike(1000, isCorrect: true).Chosen);
        Assert.IsNull(Alike(1000, isCorrect: false).Chosen);
    }

    [TestMethod]
    public void Too_few_digits_to_see_an_error_in_a_thousand_choose_nothing() => Assert.IsNull(Alike(999, isCorrect: true).Chosen);

    [TestMethod]
    public void A_confidence_that_others_chose_rejects_what_is_below_it()
    {
        var curve = new RejectionCurve([0.5f, 0.6f, 0.9f], [false, false, true]);
        AssertPoint((0, 0, 2, 3), curve.At(0));
        AssertPoint((0.6, 1, 1, 3), curve.At(0.6));
        AssertPoint((0.61, 2, 0, 3), curve.At(0.61));
        AssertPoint((0.95, 3, 0, 3), curve.At(0.95));
        Assert.AreEqual(0, curve.At(0.95).ErrorShare);
    }

    [TestMethod]
    public void Neighbouring_floats_are_told_apart()
    {
        var next = MathF.BitIncrement(0.9999f);
        var points = new RejectionCurve([0.9999f, next], [false, true]).Points;
        Assert.AreEqual(next, (float)points[1].RejectBelow);
    }

    [TestMethod]
    public void No_digits_and_unequal_lengths_are_refused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new RejectionCurve([], []));
        Assert.ThrowsExactly<ArgumentException>(() => new RejectionCurve([0.5f], []));
    }

    private static (float[] Confidences, bool[] IsCorrect) Answers(int seed, int count)
    {
        // Rounded, so that some confidences are equal.
        var random = new Random(seed);
        float[] confidences = [.. Enumerable.Range(0, count).Select(_ => MathF.Round(random.NextSingle(), 2 + seed % 4))];
        return (confidences, [.. confidences.Select(confidence => random.NextSingle() < confidence)]);
    }

    // As of a network that reads digits: most answers are sure, and each is as often wrong as its confidence says.
    private static (float[] Confidences, bool[] IsCorrect) Network(int seed, int count)
    {
        var random = new Random(seed);
        float[] confidences = [.. Enumerable.Range(0, count).Select(_ => (float)(1 / (1 + Math.Exp(-14 * Math.Sqrt(random.NextDouble())))))];
        return (confidences, [.. confidences.Select(confidence => random.NextSingle() < confidence)]);
    }

    private static RejectionCurve Alike(int count, bool isCorrect) =>
        new([.. Enumerable.Range(1, count).Select(digit => digit / 1000f)], [.. Enumerable.Repeat(isCorrect, count)]);

    private static void AssertPoint((double RejectBelow, int Rejected, int Errors, int Count) expected, RejectionPoint? actual) =>
        Assert.AreEqual(expected, (actual!.RejectBelow, actual.Rejected, actual.Errors, actual.Count));
}
