using MnistPipeline.Model;
using MnistPipeline.Model.Strings;

namespace MnistPipeline.Training.Strings;

/// <summary>
/// Connectionist temporal classification (Graves, Fernandez, Gomez, Schmidhuber 2006): how likely the steps along a row of digits spell its text, whichever
/// step shows which digit. The last class is no digit; a digit may be shown at several steps on end, and two of the same have no digit between them.
/// </summary>
internal static class CtcLoss
{
    /// <summary>
    /// The loss of one row, and what each step's softmax should have been: the loss's gradient by the logits is the softmax less these shares, so that
    /// they are the targets of a cross-entropy (Graves 2012, equation 7.34).
    /// </summary>
    /// <param name="logits">[step, class]</param>
    /// <param name="classes">The digits' classes, and one for no digit.</param>
    /// <param name="text">The class of each digit of the row.</param>
    /// <param name="steps">For each digit the steps that may show it; empty where every step may.</param>
    /// <param name="shares">Receives [step, class]: the share of each class in all that spells the text. Each step's add up to 1.</param>
    /// <returns>-log of the text's probability, in nats; infinite where there are too few steps to spell it, and then the shares are the softmax itself.</returns>
    public static double Run(ReadOnlySpan<float> logits, int classes, ReadOnlySpan<int> text, ReadOnlySpan<IndexRange> steps, Span<float> shares)
    {
        var count = logits.Length / classes;
        var states = 2 * text.Length + 1;
        var logs = LogProbability.OfSteps(logits, classes);
        var spelled = TextLikelihood.Spell(text, classes);

        // [step, state]: the log-probability of all ways to be in a state at a step, of what lies before with it, and of what lies after without it.
        var before = new double[count * states];
        TextLikelihood.Forward(logs, classes, spelled, steps, before);
        var all = TextLikelihood.OfAll(before, states);
        if (double.IsNegativeInfinity(all))
        {
            Softmax.Rows(logits, shares, classes);
            return double.PositiveInfinity;
        }

        var after = new double[count * states];
        for (var step = count - 1; step >= 0; step--)
        {
            for (var state = 0; state < states; state++)
            {
                after[step * states + state] = step == count - 1
                    ? (state >= states - 2 ? 0 : LogProbability.None)
                    : Leaving(after.AsSpan((step + 1) * states, states), logs.AsSpan((step + 1) * classes, classes), state, step + 1, spelled, steps);
            }
        }

        shares.Clear();
        for (var at = 0; at < before.Length; at++)
        {
            shares[at / states * classes + spelled[at % states]] += (float)Math.Exp(before[at] + after[at] - all);
        }

        return -all;
    }

    private static double Leaving(ReadOnlySpan<double> after, ReadOnlySpan<double> logs, int state, int step, ReadOnlySpan<int> spelled, ReadOnlySpan<IndexRange> steps)
    {
        var ways = LogProbability.None;
        var farthest = state + 2 < spelled.Length && spelled[state] != spelled[state + 2] ? state + 2 : Math.Min(state + 1, spelled.Length - 1);
        for (var next = state; next <= farthest; next++)
        {
            if (TextLikelihood.MayShow(next, step, steps))
            {
                ways = LogProbability.Sum(ways, after[next] + logs[spelled[next]]);
            }
        }

        return ways;
    }
}
