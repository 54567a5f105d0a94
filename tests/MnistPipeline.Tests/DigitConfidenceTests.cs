using MnistPipeline.Evaluation;
using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests;

[TestClass]
public sealed class DigitConfidenceTests
{
    private static readonly byte[] Seven = RealDigits.Mnist(1)[0];

    [TestMethod]
    public void The_confidence_that_the_validation_chose_is_in_the_file()
    {
        using var without = TrainedNetwork.Reader();
        Assert.IsNull(without.RejectBelow);
        var metrics = new RunMetrics { Validation = new SplitMetrics { Accuracy = 0.99, RejectBelow = 0.93, Rejected = 0.02 } };
        using var reader = TrainedNetwork.Reader(metrics);
        Assert.AreEqual(0.93, reader.RejectBelow);
    }

    [TestMethod]
    public void A_person_is_asked_below_the_confidence_that_was_chosen_and_for_every_answer_where_none_was()
    {
        using var without = TrainedNetwork.Reader();
        Assert.IsTrue(without.NeedsPerson(new DigitPrediction("7", 1, "1", 0)));
        using var reader = TrainedNetwork.Reader(new RunMetrics { Validation = new SplitMetrics { Accuracy = 0.99, RejectBelow = 0.93, Rejected = 0.02 } });
        Assert.IsTrue(reader.NeedsPerson(new DigitPrediction("7", 0.9299f, "1", 0.01f)));
        Assert.IsFalse(reader.NeedsPerson(new DigitPrediction("7", 0.93f, "1", 0.01f)));
        Assert.IsTrue(reader.NeedsPerson(new DigitPrediction("7", float.NaN, "1", 0)));
    }

    [TestMethod]
    public void What_has_no_ink_or_is_below_half_is_no_digit_and_needs_a_person()
    {
        using var reader = TrainedNetwork.Reader(new RunMetrics { Validation = new SplitMetrics { Accuracy = 0.99, RejectBelow = 0, Rejected = 0 } });
        foreach (var grey in (byte[])[0, 100, 255])
        {
            byte[] blank = [.. Enumerable.Repeat(grey, 784)];
            var batch = new DigitPrediction[2];
            reader.ReadPixels([.. blank, .. Seven], batch);
            Assert.IsFalse(batch[0].IsDigit);
            Assert.IsTrue(reader.NeedsPerson(batch[0]));
            Assert.AreEqual(reader.ReadPixels(blank), batch[0]);
        }

        Assert.IsTrue(new DigitPrediction("7", 0.5f, "1", 0.3f).IsDigit);
        Assert.IsFalse(new DigitPrediction("7", 0.4999f, "1", 0.3f).IsDigit);
        Assert.IsFalse(new DigitPrediction("7", float.NaN, "1", 0).IsDigit);
        Assert.IsTrue(reader.NeedsPerson(new DigitPrediction("7", 0.4999f, "1", 0.3f)));
        Assert.IsFalse(reader.NeedsPerson(new DigitPrediction("7", 0.5f, "1", 0.3f)));
    }
}
