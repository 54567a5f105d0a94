namespace MnistPipeline.Model;

/// <summary>
/// The one number that makes a classifier's confidence honest (Guo, Pleiss, Sun, Weinberger, "On Calibration of Modern Neural
/// Networks", 2017): the logits are divided by a temperature that is fitted on digits the network was not trained on. The
/// answers do not change.
/// </summary>
internal static class TemperatureScaling
{
    /// <summary>The lowest temperature that <see cref="Fit"/> gives.</summary>
    public const double Lowest = 0.05;

    /// <summary>The highest temperature that <see cref="Fit"/> gives.</summary>
    public const double Highest = 20;

    // The deviation of 1 / temperature, as a share of what is expected.
    private const double ExpectedDeviation = 0.2;

    /// <summary>
    /// The temperature in <see cref="Lowest"/> to <see cref="Highest"/> with the lowest negative log-likelihood. In b = 1 / T
    /// the likelihood is convex, so its slope, the sum over digits of E_p[z] - z_label, rises, and halving the interval finds
    /// its zero.
    /// </summary>
    /// <param name="logits">[digit, class], the network's outputs before the softmax.</param>
    /// <param name="labels">For each digit the index of its class.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="expected">
    /// What is expected before the digits are seen, which holds few digits back and many do not notice: if a hundred are all
    /// answered right, they alone would have the temperature as low as can be. b is taken to be normally distributed about
    /// 1 / expected with a deviation of a fifth of it. Null for no expectation.
    /// </param>
    /// <returns>The temperature; 1 where there are no digits and no expectation.</returns>
    /// <exception cref="ArgumentException">There is not one row of logits a label.</exception>
    public static double Fit(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes, double? expected = null)
    {
        CheckLengths(logits, labels, classes);
        if (labels.IsEmpty)
        {
            return expected ?? 1;
        }

        var low = 1 / Highest;
        var high = 1 / Lowest;
        while (high - low > 1e-9 * high)
        {
            var middle = (low + high) / 2;
            if (Slope(logits, labels, classes, middle) + SlopeOfExpectation(middle, expected) > 0)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }

        return Math.Clamp(2 / (low + high), Lowest, Highest);
    }

    /// <summary>The mean negative log-likelihood of the labels, in nats, at a temperature.</summary>
    /// <param name="logits">[digit, class], the network's outputs before the softmax.</param>
    /// <param name="labels">For each digit the index of its class.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="temperature">What the logits are divided by, above 0.</param>
    /// <exception cref="ArgumentException">There is not one row of logits a label.</exception>
    public static double NegativeLogLikelihood(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes, double temperature)
    {
        CheckLengths(logits, labels, classes);
        var total = 0.0;
        for (var digit = 0; digit < labels.Length; digit++)
        {
            var row = logits.Slice(digit * classes, classes);
            var largest = Largest(row);
            var sum = 0.0;
            foreach (var logit in row)
            {
                sum += Math.Exp((logit - largest) / temperature);
            }

            total += Math.Log(sum) - (row[labels[digit]] - largest) / temperature;
        }

        return total / labels.Length;
    }

    /// <summary>The logits divided by a temperature.</summary>
    public static float[] Scaled(float[] logits, double temperature) => Array.ConvertAll(logits, logit => (float)(logit / temperature));

    private static double SlopeOfExpectation(double inverseTemperature, double? expected) =>
        expected is { } temperature ? (inverseTemperature * temperature - 1) * temperature / (ExpectedDeviation * ExpectedDeviation) : 0;

    private static double Slope(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes, double inverseTemperature)
    {
        var total = 0.0;
        for (var digit = 0; digit < labels.Length; digit++)
        {
            var row = logits.Slice(digit * classes, classes);
            var largest = Largest(row);
            var sum = 0.0;
            var weighted = 0.0;
            foreach (var logit in row)
            {
                var weight = Math.Exp((logit - largest) * inverseTemperature);
                sum += weight;
                weighted += weight * logit;
            }

            total += weighted / sum - row[labels[digit]];
        }

        return total;
    }

    private static double Largest(ReadOnlySpan<float> row)
    {
        var largest = row[0];
        foreach (var logit in row)
        {
            largest = Math.Max(largest, logit);
        }

        return largest;
    }

    private static void CheckLengths(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes)
    {
        if (logits.Length != labels.Length * classes)
        {
            throw new ArgumentException($"{logits.Length:N0} logits for {labels.Length:N0} digits of {classes:N0} classes.", nameof(logits));
        }
    }
}
