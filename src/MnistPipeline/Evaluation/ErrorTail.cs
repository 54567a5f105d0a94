namespace MnistPipeline.Evaluation;

/// <summary>
/// How many wrong answers are to be expected at or above a confidence. Their log-odds are taken to lie as the positive half of a bell curve's
/// distances do (Rayleigh), so that all errors, and not only the few sure ones, tell how many sure ones there are.
/// </summary>
/// <param name="Errors">All wrong answers.</param>
/// <param name="SquaredScale">The mean square of their log-odds.</param>
internal readonly record struct ErrorTail(int Errors, double SquaredScale)
{
    // The log-odds of 99 %. An error that is surer counts, but how sure it is does not: those are digits with a wrong label.
    private const double MaxLogOdds = 4.6;

    /// <summary>Fits the tail to answers, by maximum likelihood where those above 99 % are censored.</summary>
    /// <param name="confidences">For each digit the probability of its answer, 0 to 1.</param>
    /// <param name="isCorrect">For each digit whether the answer is right.</param>
    public static ErrorTail Fit(ReadOnlySpan<float> confidences, ReadOnlySpan<bool> isCorrect)
    {
        var (errors, told, sum) = (0, 0, 0.0);
        for (var digit = 0; digit < confidences.Length; digit++)
        {
            if (!isCorrect[digit])
            {
                var odds = Math.Min(LogOdds(confidences[digit]), MaxLogOdds);
                errors++;
                told += odds < MaxLogOdds ? 1 : 0;
                sum += odds * odds;
            }
        }

        return new ErrorTail(errors, told > 0 ? sum / told : double.PositiveInfinity);
    }

    /// <summary>The errors to be expected at or above a confidence.</summary>
    public double Above(double confidence)
    {
        // Without errors there is nothing to scale by.
        var odds = LogOdds(confidence);
        return Errors == 0 || odds == 0 ? Errors : Errors * Math.Exp(-(odds * odds) / SquaredScale);
    }

    // Of an answer against half, and none below it.
    private static double LogOdds(double confidence) => Math.Max(0, Math.Log(confidence / (1 - confidence)));
}
