using MnistPipeline.Model.Strings;

namespace MnistPipeline.Tests.Model.Strings;

[TestClass]
public sealed class RankedTextsTests
{
    private const int Classes = 3;

    [TestMethod]
    public void A_text_is_as_likely_as_the_search_says()
    {
        var logits = StepLogits.Draw(7, Classes, 2, seed: 3);
        var logs = LogProbability.OfSteps(logits, Classes);
        foreach (var reading in StringSearch.Run(logits, Classes, 0, 7, 1000))
        {
            Assert.AreEqual(reading.LogProbability, TextLikelihood.Of(logs, Classes, reading.Text), 1e-9);
        }

        Assert.IsTrue(double.IsNegativeInfinity(TextLikelihood.Of(logs, Classes, [0, 0, 0, 0, 0])));
    }

    [TestMethod]
    public void Looks_that_see_the_same_change_neither_the_order_nor_the_confidence()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var logits = StepLogits.Draw(6, Classes, 2, seed);
            var texts = RankedTexts.Of(logits, Classes, 0, 4, null);
            var again = texts.After([(logits, texts), (logits, texts)], Classes);
            CollectionAssert.AreEqual(texts.Readings[0].Text, again.Readings[0].Text);
            Assert.AreEqual(texts.Confidence(0), again.Confidence(0), 0.01);
        }
    }

    [TestMethod]
    public void A_look_that_is_sure_of_the_second_reading_puts_it_first_and_one_that_knows_neither_leaves_a_doubt()
    {
        // Two steps, of which the first shows a 0 or a 1 about alike.
        float[] first = [2.1f, 2, 0, -9, -9, 9];
        var texts = RankedTexts.Of(first, Classes, 1, 2, null);
        CollectionAssert.AreEqual(new[] { 0 }, texts.Readings[0].Text);
        var decided = After([-9, 9, -9, -9, -9, 9]);
        CollectionAssert.AreEqual(new[] { 1 }, decided.Readings[0].Text);
        Assert.IsGreaterThan(0.9, decided.Confidence(0));

        // It sees a text of two digits, which to the first look is next to nothing.
        Assert.IsLessThan(0.7, After([9, -40, -40, -40, 9, -40]).Confidence(0));

        RankedTexts After(float[] look) => texts.After([(look, RankedTexts.Of(look, Classes, 1, 2, null))], Classes);
    }

    [TestMethod]
    public void Digits_looked_at_alone_decide_among_texts_of_one_length_and_leave_every_length_as_sure_as_it_was()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var texts = RankedTexts.Of(StepLogits.Draw(6, Classes, 2, seed), Classes, 0, 4, null);
            var favourite = texts.Readings.Where(reading => reading.Text.Length == texts.Readings[0].Text.Length).Last().Text;
            var after = texts.AfterDigits([.. texts.Readings.Select(reading => reading.Text == favourite ? 0.0 : -40)]);
            CollectionAssert.AreEqual(favourite, after.Readings[0].Text);
            CollectionAssert.AreEqual(after.Readings.OrderByDescending(reading => reading.LogProbability).ToList(), after.Readings.ToList());
            for (var length = 0; length <= 4; length++)
            {
                Assert.AreEqual(ShareOf(texts, length), ShareOf(after, length), 1e-9);
            }
        }

        static double ShareOf(RankedTexts texts, int length) => texts.Readings.Where(reading => reading.Text.Length == length).Sum(reading => Math.Exp(reading.LogProbability));
    }
}
