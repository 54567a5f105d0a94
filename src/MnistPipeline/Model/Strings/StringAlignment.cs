namespace MnistPipeline.Model.Strings;

/// <summary>Which steps along a row show which digit of its text, in the likeliest way to spell it (Viterbi).</summary>
internal static class StringAlignment
{
    /// <summary>The steps that show each digit.</summary>
    /// <param name="logits">[step, class]: the digits' classes, and the last one for no digit.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="text">The class of each digit, for which there are steps enough.</param>
    public static IndexRange[] Run(ReadOnlySpan<float> logits, int classes, ReadOnlySpan<int> text)
    {
        var (count, states) = (logits.Length / classes, 2 * text.Length + 1);
        var logs = LogProbability.OfSteps(logits, classes);
        var from = new int[count * states];
        var best = new double[states];
        var next = new double[states];
        best.AsSpan().Fill(LogProbability.None);
        best[0] = 0;
        for (var step = 0; step < count; step++)
        {
            for (var state = 0; state < states; state++)
            {
                // At the first step, the first digit or none before it.
                var (source, likeliest) = (state, step == 0 && state == 1 ? 0 : best[state]);
                for (var earlier = Math.Max(0, state - 2); step > 0 && earlier < state; earlier++)
                {
                    var skipsNothing = earlier == state - 1 || (state % 2 == 1 && text[state / 2] != text[state / 2 - 1]);
                    if (skipsNothing && best[earlier] > likeliest)
                    {
                        (source, likeliest) = (earlier, best[earlier]);
                    }
                }

                from[step * states + state] = source;
                next[state] = likeliest + logs[step * classes + (state % 2 == 0 ? classes - 1 : text[state / 2])];
            }

            (best, next) = (next, best);
        }

        var shown = new IndexRange[text.Length];
        Array.Fill(shown, new IndexRange(count, -1));
        var at = states > 1 && best[states - 2] > best[states - 1] ? states - 2 : states - 1;
        for (var step = count - 1; step >= 0; step--)
        {
            if (at % 2 == 1)
            {
                shown[at / 2] = new IndexRange(step, Math.Max(shown[at / 2].Last, step));
            }

            at = from[step * states + at];
        }

        return shown;
    }

    /// <summary>The columns of a row that each digit has for itself: half way to its neighbours' steps, and as far as a digit reaches where it has none.</summary>
    /// <param name="logits">[step, class]: the digits' classes, and the last one for no digit.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="text">The class of each digit, for which there are steps enough.</param>
    /// <param name="rowColumns">The row's columns.</param>
    public static IndexRange[] Columns(ReadOnlySpan<float> logits, int classes, ReadOnlySpan<int> text, int rowColumns)
    {
        const int Reach = Digit.Size / 2 - 1;
        var steps = Run(logits, classes, text);
        var columns = new IndexRange[steps.Length];
        for (var place = 0; place < steps.Length; place++)
        {
            var first = place == 0 ? Middle(steps[0].First) - Reach : (Middle(steps[place - 1].Last) + Middle(steps[place].First)) / 2 + 1;
            var last = place == steps.Length - 1 ? Middle(steps[place].Last) + Reach : (Middle(steps[place].Last) + Middle(steps[place + 1].First)) / 2;
            columns[place] = new IndexRange(Math.Max(0, first), Math.Min(rowColumns - 1, Math.Max(first, last)));
        }

        return columns;

        static int Middle(int step) => step * RowWindows.Stride + Digit.Size / 2;
    }
}
