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
    public void The_smallest_confidence_that_leaves_few_errors_is_named_with_few_decimals()
    {
        float[] confidences = [0.31f, 0.62f, 0.7334f, 0.7391f, .. Enumerable.Repeat(0.99f, 1500)];
        bool[] isCorrect = [false, true, false, true, .. Enumerable.Repeat(true, 1499), false];
        var point = new RejectionCurve(confidences, isCorrect).FewestRejections!;
        Assert.AreEqual(0.734, point.RejectBelow);
        Assert.AreEqual((3, 1), (point.Rejected, point.Errors));
    }

    [TestMethod]
    public void Where_nothing_is_wrong_nothing_is_rejected_and_where_all_is_wrong_nothing_helps()
    {
        Assert.AreEqual(new RejectionPoint(0, 0, 0, 1000), Alike(1000, isCorrect: true).FewestRejections);
        Assert.IsNull(Alike(1000, isCorrect: false).FewestRejections);
    }

    [TestMethod]
    public void Too_few_digits_to_see_an_error_in_a_thousand_choose_nothing() => Assert.IsNull(Alike(999, isCorrect: true).FewestRejections);

    [TestMethod]
    public void A_confidence_that_others_chose_rejects_what_is_below_it()
    {
        var curve = new RejectionCurve([0.5f, 0.6f, 0.9f], [false, false, true]);
        Assert.AreEqual(new RejectionPoint(0, 0, 2, 3), curve.At(0));
        Assert.AreEqual(new RejectionPoint(0.6, 1, 1, 3), curve.At(0.6));
        Assert.AreEqual(new RejectionPoint(0.61, 2, 0, 3), curve.At(0.61));
        Assert.AreEqual(new RejectionPoint(0.95, 3, 0, 3), curve.At(0.95));
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

    private static RejectionCurve Alike(int count, bool isCorrect) =>
        new([.. Enumerable.Range(1, count).Select(digit => digit / 1000f)], [.. Enumerable.Repeat(isCorrect, count)]);
}
