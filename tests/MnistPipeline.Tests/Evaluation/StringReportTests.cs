using MnistPipeline.Evaluation;

namespace MnistPipeline.Tests.Evaluation;

[TestClass]
public sealed class StringReportTests
{
    [TestMethod]
    public void Strings_are_right_as_a_whole_and_digits_by_what_has_to_be_changed()
    {
        var report = new StringReport(
        [
            new("12345", "12345", 0.9), new("12345", "1234", 0.8), new("123", "1923", 0.7), new("99", "", 0.3), new("12", "21", 0.95),
        ]);
        Assert.AreEqual(0.2, report.Accuracy, 1e-12);
        Assert.AreEqual((0 + 1 + 1 + 2 + 2) / 17.0, report.DigitErrorRate, 1e-12);
        CollectionAssert.AreEqual(new[] { 4, 1, 2, 3 }, report.Mistakes.ToList());
        CollectionAssert.AreEqual(new LengthMetrics[] { new(2, 2, 0), new(3, 1, 0), new(5, 2, 1) }, report.ByLength.ToList());
    }

    [TestMethod]
    public void The_edit_distance_is_a_distance()
    {
        var random = new Random(1);
        var texts = Enumerable.Range(0, 30).Select(_ => string.Concat(Enumerable.Range(0, random.Next(7)).Select(_ => random.Next(3)))).ToList();
        foreach (var (one, other) in from one in texts from other in texts select (one, other))
        {
            var distance = StringReport.EditDistance(one, other);
            Assert.AreEqual(distance, StringReport.EditDistance(other, one));
            Assert.AreEqual(one == other, distance == 0);
            Assert.IsTrue(distance >= Math.Abs(one.Length - other.Length) && distance <= Math.Max(one.Length, other.Length));
            Assert.IsTrue(texts.All(third => distance <= StringReport.EditDistance(one, third) + StringReport.EditDistance(third, other)));
        }
    }

    [TestMethod]
    public void The_confidence_to_reject_below_leaves_less_than_a_hundredth_wrong()
    {
        var random = new Random(2);
        StringAnswer[] answers = [.. Enumerable.Range(0, 5000).Select(_ =>
        {
            var confidence = 1 / (1 + Math.Exp(-3 - 2.5 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2));
            return new StringAnswer("1", random.NextDouble() < confidence ? "1" : "2", confidence);
        })];
        var report = new StringReport(answers);
        Assert.IsNotNull(report.Rejection.Chosen);
        Assert.IsLessThan(0.01, report.Rejection.Chosen.ErrorShare);
        Assert.IsLessThan(0.9, report.Rejection.Chosen.RejectedShare);
    }
}
