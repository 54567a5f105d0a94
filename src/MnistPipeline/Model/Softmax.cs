namespace MnistPipeline.Model;

/// <summary>Probabilities from logits: p_i = exp(z_i / T) / sum_j exp(z_j / T).</summary>
public static class Softmax
{
    /// <summary>The probabilities of several rows of logits.</summary>
    /// <param name="logits">[row, class], any finite values.</param>
    /// <param name="classes">The number of classes, the length of a row.</param>
    /// <param name="temperature">T: above 1 softens, below 1 sharpens.</param>
    /// <returns>[row, class], each in 0 to 1, each row of sum 1.</returns>
    /// <exception cref="ArgumentException">The logits are not whole rows, or the temperature is not positive.</exception>
    public static float[] Rows(ReadOnlySpan<float> logits, int classes, double temperature = 1)
    {
        var probabilities = new float[logits.Length];
        Rows(logits, probabilities, classes, temperature);
        return probabilities;
    }

    /// <summary>The probabilities of several rows of logits, without allocating.</summary>
    /// <param name="logits">[row, class], any finite values.</param>
    /// <param name="probabilities">Receives [row, class], each in 0 to 1, each row of sum 1; may be the logits' own memory.</param>
    /// <param name="classes">The number of classes, the length of a row.</param>
    /// <param name="temperature">T: above 1 softens, below 1 sharpens.</param>
    /// <exception cref="ArgumentException">The logits are not whole rows, the lengths differ, or the temperature is not positive.</exception>
    internal static void Rows(ReadOnlySpan<float> logits, Span<float> probabilities, int classes, double temperature = 1)
    {
        if (logits.Length % classes != 0 || probabilities.Length != logits.Length)
        {
            throw new ArgumentException(
                $"{logits.Length:N0} logits are no whole rows of {classes:N0} classes, or not {probabilities.Length:N0} probabilities.", nameof(logits));
        }

        if (!(temperature > 0))
        {
            throw new ArgumentException($"The temperature is {temperature}; it must be above 0.", nameof(temperature));
        }

        for (var start = 0; start < logits.Length; start += classes)
        {
            Row(logits.Slice(start, classes), probabilities.Slice(start, classes), temperature);
        }
    }

    private static void Row(ReadOnlySpan<float> logits, Span<float> probabilities, double temperature)
    {
        // The largest logit is taken off first, so that no exponential overflows.
        double largest = float.NegativeInfinity;
        foreach (var logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp((logit - largest) / temperature);
        }

        for (var index = 0; index < logits.Length; index++)
        {
            probabilities[index] = (float)(Math.Exp((logits[index] - largest) / temperature) / sum);
        }
    }
}
