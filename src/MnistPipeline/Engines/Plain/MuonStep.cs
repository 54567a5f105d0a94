namespace MnistPipeline.Engines.Plain;

/// <summary>Muon's step for one matrix, as Jordan (2024) writes it.</summary>
internal static class MuonStep
{
    /// <summary>One step.</summary>
    /// <param name="options">The rule.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="outputs">The matrix's rows.</param>
    /// <param name="weights">[output, input], which move.</param>
    /// <param name="gradient">Their gradient.</param>
    /// <param name="momentum">Their momentum.</param>
    public static void Take(OptimizerOptions options, double rate, int outputs, Span<double> weights, ReadOnlySpan<double> gradient, Span<double> momentum)
    {
        var (share, decay) = (Precise.From(options.Momentum), Precise.From(options.WeightDecay));
        var direction = new double[weights.Length];
        for (var at = 0; at < weights.Length; at++)
        {
            momentum[at] = share * momentum[at] + (1 - share) * gradient[at];
            direction[at] = share * momentum[at] + (1 - share) * gradient[at];
        }

        var inputs = weights.Length / outputs;
        var squares = direction.Sum(value => value * value);
        var length = squares < Muon.LeastSquares ? 0 : Precise.From(Muon.Length(outputs, inputs));
        direction = Array.ConvertAll(direction, value => value / Math.Sqrt(squares));
        for (var iteration = 0; iteration < Muon.Iterations; iteration++)
        {
            direction = Iterate(direction, outputs, inputs);
        }

        for (var at = 0; at < weights.Length; at++)
        {
            weights[at] -= rate * decay * weights[at] + (length == 0 ? 0 : rate * length * direction[at]);
        }
    }

    // X = a X + b (X Xᵀ) X + c (X Xᵀ)(X Xᵀ) X
    private static double[] Iterate(double[] x, int outputs, int inputs)
    {
        var gram = new double[outputs * outputs];
        for (var row = 0; row < outputs; row++)
        {
            for (var column = 0; column < outputs; column++)
            {
                for (var input = 0; input < inputs; input++)
                {
                    gram[row * outputs + column] += x[row * inputs + input] * x[column * inputs + input];
                }
            }
        }

        var once = Product(gram, x, outputs, inputs);
        var twice = Product(gram, once, outputs, inputs);
        var next = new double[x.Length];
        for (var at = 0; at < x.Length; at++)
        {
            next[at] = Precise.From(Muon.A) * x[at] + Precise.From(Muon.B) * once[at] + Precise.From(Muon.C) * twice[at];
        }

        return next;
    }

    private static double[] Product(double[] square, double[] x, int outputs, int inputs)
    {
        var product = new double[x.Length];
        for (var row = 0; row < outputs; row++)
        {
            for (var inner = 0; inner < outputs; inner++)
            {
                for (var input = 0; input < inputs; input++)
                {
                    product[row * inputs + input] += square[row * outputs + inner] * x[inner * inputs + input];
                }
            }
        }

        return product;
    }
}
