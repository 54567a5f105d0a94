namespace MnistPipeline.Engines.Plain;

/// <summary>The mean over a batch of -log softmax(logits)[label], and of an image of no class of the divergence KL(uniform, softmax).</summary>
internal static class SoftmaxCrossEntropy
{
    /// <summary>The loss, and its gradient: (softmax - one at the label, or 1 / classes everywhere) / images.</summary>
    /// <param name="logits">[image, class]</param>
    /// <param name="labels">[image]</param>
    /// <param name="gradient">[image, class]</param>
    public static double Run(double[] logits, ReadOnlySpan<int> labels, double[] gradient)
    {
        var classes = logits.Length / labels.Length;
        var loss = 0.0;
        for (var image = 0; image < labels.Length; image++)
        {
            // The largest logit is taken off all of them, which changes nothing but keeps exp in its range.
            var scores = logits.AsSpan(image * classes, classes);
            var largest = double.MinValue;
            foreach (var score in scores)
            {
                largest = Math.Max(largest, score);
            }

            var sum = 0.0;
            foreach (var score in scores)
            {
                sum += Math.Exp(score - largest);
            }

            var label = labels[image];
            loss += Math.Log(sum) + largest - (label == EngineInput.NoClass ? Mean(scores) + Math.Log(classes) : scores[label]);
            for (var c = 0; c < classes; c++)
            {
                var softmax = Math.Exp(scores[c] - largest) / sum;
                gradient[image * classes + c] = (softmax - (label == EngineInput.NoClass ? 1.0 / classes : c == label ? 1 : 0)) / labels.Length;
            }
        }

        return loss / labels.Length;
    }

    private static double Mean(ReadOnlySpan<double> scores)
    {
        var sum = 0.0;
        foreach (var score in scores)
        {
            sum += score;
        }

        return sum / scores.Length;
    }
}
