using MnistPipeline.Model.Strings;
using MnistPipeline.Training.Strings;

namespace MnistPipeline.Tests.Model.Strings;

[TestClass]
public sealed class StringSearchTests
{
    private const int Classes = 4;
    private const int All = 100_000;

    [TestMethod]
    public void Without_a_limit_all_texts_are_found_each_as_likely_as_its_loss_tells()
    {
        const int Steps = 5;
        var logits = Logits(Steps, 2, seed: 1);
        var readings = StringSearch.Run(logits, Classes, 0, Steps, All);
        Assert.AreEqual(1, readings.Sum(reading => Math.Exp(reading.LogProbability)), 1e-9);
        foreach (var reading in readings)
        {
            Assert.AreEqual(-CtcLoss.Run(logits, Classes, reading.Text, [], new float[logits.Length]), reading.LogProbability, 1e-9);
        }

        CollectionAssert.AreEqual(readings.OrderByDescending(reading => reading.LogProbability).ToList(), readings.ToList());
        Assert.HasCount(readings.Count, readings.Select(Text).Distinct().ToList());
    }

    [TestMethod]
    public void Followed_narrowly_the_likeliest_of_each_length_is_mostly_the_likeliest_of_all()
    {
        const int Rows = 100;
        var same = 0;
        for (var seed = 0; seed < Rows; seed++)
        {
            var logits = Logits(8, 5, seed);
            var (narrow, wide) = (StringSearch.Run(logits, Classes, 3, 3, 4)[0], StringSearch.Run(logits, Classes, 3, 3, All)[0]);
            Assert.IsLessThan(wide.LogProbability + 1e-9, narrow.LogProbability);
            same += Text(narrow) == Text(wide) ? 1 : 0;
        }

        Assert.IsGreaterThan(0.95 * Rows, same);
    }

    [TestMethod]
    [DataRow(0, 2)]
    [DataRow(3, 3)]
    [DataRow(2, 5)]
    public void Texts_have_the_length_that_is_asked_for(int least, int most) =>
        CollectionAssert.AreEquivalent(
            Enumerable.Range(least, most - least + 1).ToList(),
            StringSearch.Run(Logits(9, 2, seed: 3), Classes, least, most, 6).Select(reading => reading.Text.Length).Distinct().ToList());

    [TestMethod]
    public void A_text_for_which_there_are_too_few_steps_is_none() => Assert.IsEmpty(StringSearch.Run(Logits(3, 2, seed: 4), Classes, 4, 6, All));

    [TestMethod]
    public void The_same_digit_twice_has_no_digit_between()
    {
        float[] logits = [9, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 9, 9, 0, 0, 0];
        CollectionAssert.AreEqual(new[] { 0, 0 }, StringSearch.Run(logits, Classes, 0, 4, 3)[0].Text);
        CollectionAssert.AreEqual(new[] { 0 }, StringSearch.Run(logits.AsSpan(0, 8), Classes, 0, 4, 3)[0].Text);
    }

    [TestMethod]
    public void Of_a_list_each_text_is_found_however_unlikely_and_no_other()
    {
        int[][] texts = [[0], [0, 1], [0, 1, 2], [2, 2], [1, 0, 1, 0, 1, 0, 1]];
        var list = new DigitTree(texts, Classes - 1);
        for (var seed = 0; seed < 20; seed++)
        {
            var logits = Logits(6, 3, seed);
            var logs = LogProbability.OfSteps(logits, Classes);
            var found = StringSearch.Run(logits, Classes, 0, 9, 5, list);
            CollectionAssert.AreEquivalent(texts[..4].Select(text => string.Concat(text)).ToList(), found.Select(Text).ToList());
            Assert.IsTrue(found.All(reading => Math.Abs(reading.LogProbability - TextLikelihood.Of(logs, Classes, reading.Text)) < 1e-6));
        }

        Assert.IsTrue(texts.All(text => list.Contains(text)));
        Assert.IsFalse(list.Contains([]) || list.Contains([1, 0]) || list.Contains([0, 1, 2, 0]));
    }

    private static string Text(StringReading reading) => string.Concat(reading.Text);

    private static float[] Logits(int steps, float bound, int seed) => StepLogits.Draw(steps, Classes, bound, seed);
}
