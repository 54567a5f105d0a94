namespace MnistPipeline.Engines.Plain;

/// <summary>The mean over a batch of the cross-entropy between targets and softmax(logits).</summary>
internal static class SoftmaxCrossEntropy
{
    /// <summary>
    /// The mean of -log softmax(logits)[label], and its gradient. An image of no class has all classes as targets alike, and the divergence KL(uniform, softmax)
    /// as its loss, which is 0 where the logits are alike.
    /// </summary>
    /// <param name="logits">[image, class]</param>
    /// <param name="labels">[image]</param>
    /// <param name="gradient">[image, class]</param>
    public static double Run(double[] logits, ReadOnlySpan<int> labels, double[] gradient)
    {
        var classes = logits.Length / labels.Length;
        var targets = new double[logits.Length];
        var least = 0.0;
        for (var image = 0; image < labels.Length; image++)
        {
            if (labels[image] == EngineInput.NoClass)
            {
                targets.AsSpan(image * classes, classes).Fill(1.0 / classes);
                least += Math.Log(classes);
            }
            else
            {
                targets[image * classes + labels[image]] = 1;
            }
        }

        return Run(logits, targets, classes, gradient) - least / labels.Length;
    }

    /// <summary>The mean of -sum(targets log softmax(logits)), and its gradient: (softmax - targets) / images, where each image's targets add up to 1.</summary>
    /// <param name="logits">[image, class]</param>
    /// <param name="targets">[image, class]</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="gradient">[image, class]</param>
    public static double Run(double[] logits, double[] targets, int classes, double[] gradient)
    {
        var images = logits.Length / classes;
        var loss = 0.0;
        for (var start = 0; start < logits.Length; start += classes)
        {
            // The largest logit is taken off all of them, which changes nothing but keeps exp in its range.
            var scores = logits.AsSpan(start, classes);
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

            var logOfAll = Math.Log(sum) + largest;
            for (var c = 0; c < classes; c++)
            {
                loss += targets[start + c] * (logOfAll - scores[c]);
                gradient[start + c] = (Math.Exp(scores[c] - largest) / sum - targets[start + c]) / images;
            }
        }

        return loss / images;
    }
}
