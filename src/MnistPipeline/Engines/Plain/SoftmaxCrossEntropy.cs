using System.Numerics.Tensors;

namespace MnistPipeline.Engines.Plain;

/// <summary>The cross-entropy between targets and softmax(logits).</summary>
internal static class SoftmaxCrossEntropy
{
    /// <summary>
    /// -log softmax(logits)[label] of each image, and the gradient of its mean. An image of no class has all classes as targets alike, and the divergence KL(uniform, softmax)
    /// as its loss, which is 0 where the logits are alike.
    /// </summary>
    /// <param name="logits">[image, class]</param>
    /// <param name="labels">[image]</param>
    /// <param name="gradient">[image, class]</param>
    public static double[] Run(double[] logits, ReadOnlySpan<int> labels, double[] gradient)
    {
        var classes = logits.Length / labels.Length;
        var targets = new double[logits.Length];
        var least = new double[labels.Length];
        for (var image = 0; image < labels.Length; image++)
        {
            if (labels[image] == EngineInput.NoClass)
            {
                targets.AsSpan(image * classes, classes).Fill(1.0 / classes);
                least[image] = Math.Log(classes);
            }
            else
            {
                targets[image * classes + labels[image]] = 1;
            }
        }

        var losses = Run(logits, targets, classes, gradient);
        TensorPrimitives.Subtract(losses, least, losses);
        return losses;
    }

    /// <summary>-sum(targets log softmax(logits)) of each image, and the gradient of its mean: (softmax - targets) / images, where each image's targets add up to 1.</summary>
    /// <param name="logits">[image, class]</param>
    /// <param name="targets">[image, class]</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="gradient">[image, class]</param>
    public static double[] Run(double[] logits, double[] targets, int classes, double[] gradient)
    {
        var images = logits.Length / classes;
        var losses = new double[images];
        for (var image = 0; image < images; image++)
        {
            var start = image * classes;

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
                losses[image] += targets[start + c] * (logOfAll - scores[c]);
                gradient[start + c] = (Math.Exp(scores[c] - largest) / sum - targets[start + c]) / images;
            }
        }

        return losses;
    }
}
