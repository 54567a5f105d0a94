namespace MnistPipeline.Engines.Plain;

/// <summary>SGD, Adam and AdamW as the papers write them; with Muon, AdamW is what moves all but the matrices.</summary>
internal static class Optimizer
{
    /// <summary>One step.</summary>
    /// <param name="options">The rule.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="step">1 for the first.</param>
    /// <param name="weights">The parameters, which move.</param>
    /// <param name="gradient">Their gradient.</param>
    /// <param name="first">SGD's velocity, or Adam's mean gradient.</param>
    /// <param name="second">Adam's mean squared gradient.</param>
    public static void Step(OptimizerOptions options, double rate, int step, Span<double> weights, ReadOnlySpan<double> gradient, Span<double> first, Span<double> second)
    {
        var momentum = Precise.From(options.Momentum);
        var beta1 = Precise.From(options.Beta1);
        var beta2 = Precise.From(options.Beta2);
        var epsilon = Precise.From(options.Epsilon);
        var decay = Precise.From(options.WeightDecay);
        for (var at = 0; at < weights.Length; at++)
        {
            if (options.Kind == OptimizerKind.Sgd)
            {
                first[at] = momentum * first[at] + gradient[at] + decay * weights[at];
                weights[at] -= rate * first[at];
                continue;
            }

            var g = options.Kind == OptimizerKind.Adam ? gradient[at] + decay * weights[at] : gradient[at];
            first[at] = beta1 * first[at] + (1 - beta1) * g;
            second[at] = beta2 * second[at] + (1 - beta2) * g * g;
            if (options.Kind != OptimizerKind.Adam)
            {
                weights[at] -= rate * decay * weights[at];
            }

            var mean = first[at] / (1 - Math.Pow(beta1, step));
            var square = second[at] / (1 - Math.Pow(beta2, step));
            weights[at] -= rate * mean / (Math.Sqrt(square) + epsilon);
        }
    }
}
