namespace MnistPipeline.Model.Strings;

/// <summary>
/// How likely the steps along a row spell a text, in all ways together (the forward variables of connectionist temporal classification: Graves, Fernandez, Gomez,
/// Schmidhuber 2006). A digit may be shown at several steps on end, and two of the same have no digit between them.
/// </summary>
internal static class TextLikelihood
{
    /// <summary>The natural logarithm of a text's probability; negative infinity where there are too few steps for it.</summary>
    /// <param name="logs">[step, class]: logarithms of probabilities; the last class is no digit.</param>
    /// <param name="classes">The digits' classes, and one for no digit.</param>
    /// <param name="text">The class of each digit.</param>
    public static double Of(ReadOnlySpan<double> logs, int classes, ReadOnlySpan<int> text)
    {
        var spelled = Spell(text, classes);
        var before = new double[logs.Length / classes * spelled.Length];
        Forward(logs, classes, spelled, [], before);
        return OfAll(before, spelled.Length);
    }

    /// <summary>What may be shown one after the other: no digit, the first digit, no digit, and so on.</summary>
    public static int[] Spell(ReadOnlySpan<int> text, int classes)
    {
        var spelled = new int[2 * text.Length + 1];
        for (var state = 0; state < spelled.Length; state++)
        {
            spelled[state] = state % 2 == 0 ? classes - 1 : text[state / 2];
        }

        return spelled;
    }

    /// <summary>The log-probability of all ways to be in a state of the spelling at a step, and of what lies before with it.</summary>
    /// <param name="logs">[step, class]</param>
    /// <param name="classes">The digits' classes, and one for no digit.</param>
    /// <param name="spelled">The class that each state shows.</param>
    /// <param name="steps">For each digit the steps that may show it; empty where every step may.</param>
    /// <param name="before">Receives [step, state].</param>
    public static void Forward(ReadOnlySpan<double> logs, int classes, ReadOnlySpan<int> spelled, ReadOnlySpan<IndexRange> steps, Span<double> before)
    {
        var states = spelled.Length;
        for (var step = 0; step < logs.Length / classes; step++)
        {
            for (var state = 0; state < states; state++)
            {
                var ways = step == 0 ? (state < 2 ? 0 : LogProbability.None) : Entering(before.Slice((step - 1) * states, states), state, spelled);
                before[step * states + state] = MayShow(state, step, steps) ? ways + logs[step * classes + spelled[state]] : LogProbability.None;
            }
        }
    }

    /// <summary>The text's log-probability, once the forward variables are there: its last digit, or no digit behind it, is shown at the last step.</summary>
    public static double OfAll(ReadOnlySpan<double> before, int states) => states > 1 ? LogProbability.Sum(before[^1], before[^2]) : before[^1];

    /// <summary>Whether a state may be shown at a step.</summary>
    public static bool MayShow(int state, int step, ReadOnlySpan<IndexRange> steps) => state % 2 == 0 || steps.IsEmpty || steps[state / 2].Contains(step);

    // From the same state, from the one before, or past no digit where two digits differ.
    private static double Entering(ReadOnlySpan<double> before, int state, ReadOnlySpan<int> spelled)
    {
        var ways = state == 0 ? before[0] : LogProbability.Sum(before[state], before[state - 1]);
        return state > 1 && spelled[state] != spelled[state - 2] ? LogProbability.Sum(ways, before[state - 2]) : ways;
    }
}
