using System.Numerics.Tensors;

namespace MnistPipeline.Model.Strings;

/// <summary>Probabilities as their natural logarithms: those of whole strings are too small for numbers.</summary>
internal static class LogProbability
{
    /// <summary>The logarithm of nothing.</summary>
    public const double None = double.NegativeInfinity;

    /// <summary>log(exp(first) + exp(second)).</summary>
    public static double Sum(double first, double second)
    {
        var larger = Math.Max(first, second);
        return double.IsNegativeInfinity(larger) ? larger : larger + Math.Log(1 + Math.Exp(Math.Min(first, second) - larger));
    }

    /// <summary>The logarithm of each step's softmax: [step, class].</summary>
    /// <param name="logits">[step, class]</param>
    /// <param name="classes">How many classes there are.</param>
    public static double[] OfSteps(ReadOnlySpan<float> logits, int classes)
    {
        var logs = new double[logits.Length];
        for (var start = 0; start < logs.Length; start += classes)
        {
            var scores = logits.Slice(start, classes);
            var largest = TensorPrimitives.Max(scores);
            var sum = 0.0;
            foreach (var score in scores)
            {
                sum += Math.Exp(score - largest);
            }

            var logOfSum = Math.Log(sum);
            for (var c = 0; c < classes; c++)
            {
                logs[start + c] = scores[c] - largest - logOfSum;
            }
        }

        return logs;
    }
}
