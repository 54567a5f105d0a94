using MnistPipeline.Evaluation;

namespace MnistPipeline.Tests.Evaluation;

[TestClass]
public sealed class ClassificationReportTests
{
    private static readonly string[] Names = ["a", "b", "c"];

    // Answers a, b, a, b for the truths a, b, b, b: one b is taken for an a, and nothing is a c.
    private static readonly float[] Scores =
    [
        0.7f, 0.2f, 0.1f,
        0.1f, 0.8f, 0.1f,
        0.9f, 0.1f, 0f,
        0.3f, 0.6f, 0.1f,
    ];

    private static readonly int[] Labels = [0, 1, 1, 1];

    [TestMethod]
    public void The_numbers_are_those_worked_out_by_hand()
    {
        var report = new ClassificationReport(Scores, Labels, Names);
        Assert.AreEqual(0.75, report.Accuracy);
        Assert.AreEqual(-(Math.Log(0.7) + Math.Log(0.8) + Math.Log(0.1) + Math.Log(0.6)) / 4, report.LogLoss, 1e-6);
        Assert.AreEqual(new ClassMetrics("a", 0.5, 1, 2.0 / 3, 1), report.Classes[0]);
        Assert.AreEqual(new ClassMetrics("b", 1, 2.0 / 3, 0.8, 3), report.Classes[1]);
        Assert.AreEqual(1, report.Confusion[1, 0]);
        Assert.AreEqual(2, report.Confusion[1, 1]);
        // Each answer lies in an interval of its own: |1 - 0.7|, |1 - 0.8|, |0 - 0.9|, |1 - 0.6|.
        Assert.AreEqual((0.3 + 0.2 + 0.9 + 0.4) / 4, report.Calibration.ExpectedCalibrationError, 1e-6);
    }

    [TestMethod]
    public void A_class_that_never_occurs_has_no_say_in_the_averages()
    {
        var report = new ClassificationReport(Scores, Labels, Names);
        Assert.AreEqual((0.5 + 1) / 2, report.MacroAverage.Precision, 1e-12);
        Assert.AreEqual((1 + 2.0 / 3) / 2, report.MacroAverage.Recall, 1e-12);
    }

    [TestMethod]
    public void A_certain_wrong_answer_costs_a_finite_loss()
    {
        var report = new ClassificationReport([1f, 0f], [1], ["a", "b"]);
        Assert.AreEqual(-Math.Log(1.1920929e-7), report.LogLoss, 1e-3);
    }

    [TestMethod]
    public void Mistakes_come_with_the_most_confident_first()
    {
        var report = new ClassificationReport([0.4f, 0.6f, 0.1f, 0.9f, 0.2f, 0.8f, 0.9f, 0.1f], [0, 0, 0, 0], ["a", "b"]);
        Assert.AreEqual("1 2 0", string.Join(' ', report.Mistakes.Select(mistake => mistake.Index)));
    }

    [TestMethod]
    public void Answers_of_one_interval_are_held_against_their_mean_confidence()
    {
        var calibration = new Calibration([0.95f, 0.97f, 0.99f, 1f], [true, true, true, false]);
        Assert.AreEqual(4, calibration.Bins[^1].Count);
        Assert.AreEqual(0.9775, calibration.Bins[^1].Confidence, 1e-6);
        Assert.AreEqual(0.9775 - 0.75, calibration.ExpectedCalibrationError, 1e-6);
    }

    [TestMethod]
    public void The_JSON_holds_shares_and_all_counts()
    {
        var json = new ClassificationReport(Scores, Labels, Names).ToMetricsJson();
        Assert.AreEqual("accuracy logLoss ece rejectBelow rejected", string.Join(' ', json["test"]!.AsObject().Select(member => member.Key)));
        Assert.AreEqual("""[[1,0,0],[1,2,0],[0,0,0]]""", json["confusion"]!.ToJsonString());
        Assert.AreEqual(4, json["digits"]!.GetValue<int>());
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(-0.1f)]
    [DataRow(7f)]
    public void What_is_no_probability_is_refused(float score) =>
        Assert.ThrowsExactly<ArgumentException>(() => new ClassificationReport([score, 0f], [0], ["a", "b"]));
}
