using MnistPipeline.Model.Strings;
using MnistPipeline.Tests.Model.Strings;
using MnistPipeline.Training.Strings;

namespace MnistPipeline.Tests.Training.Strings;

[TestClass]
public sealed class CtcLossTests
{
    private const int Classes = 4;
    private const int NoDigit = Classes - 1;

    [TestMethod]
    [DataRow(new int[0], 4)]
    [DataRow(new[] { 1 }, 1)]
    [DataRow(new[] { 1 }, 5)]
    [DataRow(new[] { 0, 2 }, 2)]
    [DataRow(new[] { 0, 2, 1 }, 5)]
    [DataRow(new[] { 2, 2 }, 5)]
    [DataRow(new[] { 1, 1, 0 }, 6)]
    public void Loss_and_shares_are_those_of_all_ways_to_spell_the_text(int[] text, int steps)
    {
        var logits = Logits(steps, seed: text.Length);
        CollectionAssert.AreEqual(Array.Empty<string>(), Differences(logits, text, []));
    }

    [TestMethod]
    public void Steps_that_may_not_show_a_digit_spell_nothing_with_it() =>
        CollectionAssert.AreEqual(Array.Empty<string>(), Differences(Logits(6, seed: 5), [0, 0, 1], [new(0, 1), new(2, 3), new(3, 5)]));

    [TestMethod]
    public void The_gradient_is_the_softmax_less_the_shares()
    {
        const float Step = 1e-2f;
        int[] text = [2, 0, 0];
        var logits = Logits(7, seed: 9);
        var shares = new float[logits.Length];
        _ = CtcLoss.Run(logits, Classes, text, [], shares);
        for (var at = 0; at < logits.Length; at++)
        {
            var (more, less) = ((float[])logits.Clone(), (float[])logits.Clone());
            more[at] += Step;
            less[at] -= Step;
            var slope = (CtcLoss.Run(more, Classes, text, [], new float[logits.Length]) - CtcLoss.Run(less, Classes, text, [], new float[logits.Length])) / (more[at] - less[at]);
            Assert.AreEqual(slope, Softmax(logits, at / Classes)[at % Classes] - shares[at], 1e-4);
        }
    }

    [TestMethod]
    [DataRow(new[] { 1, 1 }, 2)]
    [DataRow(new[] { 0, 1, 2 }, 2)]
    public void A_text_that_too_few_steps_can_spell_teaches_nothing(int[] text, int steps)
    {
        var logits = Logits(steps, seed: 1);
        var shares = new float[logits.Length];
        Assert.IsTrue(double.IsPositiveInfinity(CtcLoss.Run(logits, Classes, text, [], shares)));
        for (var at = 0; at < logits.Length; at++)
        {
            Assert.AreEqual(Softmax(logits, at / Classes)[at % Classes], shares[at], 1e-6);
        }
    }

    [TestMethod]
    public void Logits_of_any_size_give_numbers()
    {
        var logits = Array.ConvertAll(Logits(8, seed: 2), logit => 300 * logit);
        var shares = new float[logits.Length];
        Assert.IsTrue(double.IsFinite(CtcLoss.Run(logits, Classes, [0, 1, 1], [], shares)));
        foreach (var step in shares.Chunk(Classes))
        {
            Assert.AreEqual(1, step.Sum(), 1e-5);
        }
    }

    // Each way to give every step a class: what it spells is told by leaving out repetitions, then what is no digit.
    private static string[] Differences(float[] logits, int[] text, IndexRange[] steps)
    {
        var count = logits.Length / Classes;
        var (probability, expected) = (0.0, new double[logits.Length]);
        for (var way = 0; way < (int)Math.Pow(Classes, count); way++)
        {
            var path = Enumerable.Range(0, count).Select(step => way / (int)Math.Pow(Classes, step) % Classes).ToArray();
            if (Spells(path, text, steps))
            {
                var likely = path.Select((shown, step) => Softmax(logits, step)[shown]).Aggregate(1.0, (product, factor) => product * factor);
                probability += likely;
                for (var step = 0; step < count; step++)
                {
                    expected[step * Classes + path[step]] += likely;
                }
            }
        }

        var shares = new float[logits.Length];
        var loss = CtcLoss.Run(logits, Classes, text, steps, shares);
        return
        [
            .. Enumerable.Range(0, 1).Where(_ => Math.Abs(loss + Math.Log(probability)) > 1e-9).Select(_ => $"loss {loss} for {-Math.Log(probability)}"),
            .. Enumerable.Range(0, shares.Length).Where(at => Math.Abs(shares[at] - expected[at] / probability) > 1e-6).Select(at => $"{at}: {shares[at]} for {expected[at] / probability}"),
        ];
    }

    private static bool Spells(int[] path, int[] text, IndexRange[] steps)
    {
        var (spelled, last) = (0, NoDigit);
        for (var step = 0; step < path.Length; step++)
        {
            if (path[step] != NoDigit)
            {
                spelled += path[step] == last ? 0 : 1;
                if (spelled > text.Length || text[spelled - 1] != path[step] || (steps.Length > 0 && !steps[spelled - 1].Contains(step)))
                {
                    return false;
                }
            }

            last = path[step];
        }

        return spelled == text.Length;
    }

    private static double[] Softmax(float[] logits, int step)
    {
        var powers = Array.ConvertAll(logits[(step * Classes)..((step + 1) * Classes)], logit => Math.Exp(logit));
        return Array.ConvertAll(powers, power => power / powers.Sum());
    }

    private static float[] Logits(int steps, int seed) => StepLogits.Draw(steps, Classes, bound: 2, seed);
}
