namespace MnistPipeline.Model;

/// <summary>The weights and biases of one network, in one flat vector whose parts <see cref="LeNet5Architecture.Tensors"/> names.</summary>
public sealed class LeNet5Parameters
{
    // Far from the end of floats, so that there is room for what follows the network.
    private const double LargestOutput = 1e30;

    private readonly Dictionary<string, ParameterTensor> _tensors;

    /// <summary>Parameters that lie in the given vector, which is not copied.</summary>
    /// <param name="architecture">The network's shape.</param>
    /// <param name="values">As many values as the architecture has parameters.</param>
    /// <exception cref="ArgumentException">The vector's length is not the architecture's number of parameters.</exception>
    internal LeNet5Parameters(LeNet5Architecture architecture, float[] values)
    {
        Architecture = architecture;
        Values = values;
        _tensors = architecture.Tensors().ToDictionary(tensor => tensor.Name);
        if (values.Length != architecture.ParameterCount())
        {
            throw new ArgumentException($"{values.Length:N0} values for {architecture.ParameterCount():N0} parameters.", nameof(values));
        }
    }

    /// <summary>The network's shape.</summary>
    public LeNet5Architecture Architecture { get; }

    /// <summary>All parameters, tensor after tensor.</summary>
    public float[] Values { get; }

    /// <summary>One tensor, row-major.</summary>
    /// <param name="tensorName">A name of <see cref="LeNet5Architecture.Tensors"/>, such as <c>C3.weight</c>.</param>
    public Span<float> this[string tensorName]
    {
        get
        {
            var tensor = _tensors[tensorName];
            return Values.AsSpan(tensor.Offset, tensor.Length);
        }
    }

    /// <summary>
    /// Whether all parameters are numbers, and so small that none of the network's neurons can come near the end of floats: each layer's outputs are at most the largest
    /// sum of a neuron's absolute weights, times the largest of the layer before.
    /// </summary>
    internal bool AreSound()
    {
        var largest = (1 - LeNet5Architecture.PixelMean) / (double)LeNet5Architecture.PixelDeviation;
        foreach (var layer in Architecture.Tensors().GroupBy(tensor => tensor.Layer))
        {
            var weights = this[layer.First(tensor => !tensor.IsBias).Name];
            var bias = this[layer.First(tensor => tensor.IsBias).Name];
            var inputs = weights.Length / bias.Length;
            var sum = 0.0;
            for (var neuron = 0; neuron < bias.Length; neuron++)
            {
                var ofNeuron = Math.Abs((double)bias[neuron]);
                foreach (var weight in weights.Slice(neuron * inputs, inputs))
                {
                    ofNeuron += Math.Abs((double)weight) * largest;
                }

                sum = Math.Max(sum, ofNeuron);
                if (!(ofNeuron <= LargestOutput))
                {
                    return false;
                }
            }

            largest = Architecture.Activation == Activation.Tanh ? Math.Min(1, sum) : sum;
        }

        return true;
    }

    /// <summary>The same network with more outputs: the first ones keep their parameters, those behind them get fresh ones.</summary>
    /// <param name="classes">The number of outputs: no fewer than there are.</param>
    /// <param name="seed">The same seed gives the same fresh parameters.</param>
    internal LeNet5Parameters WithClasses(int classes, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, Architecture.Classes);
        var grown = Initialize(Architecture with { Classes = classes }, seed);
        foreach (var tensor in Architecture.Tensors())
        {
            // The outputs are the rows of the last layer's weights, so what was there stands before what is new.
            this[tensor.Name].CopyTo(grown[tensor.Name]);
        }

        return grown;
    }

    /// <summary>
    /// Fresh parameters for training. Biases are 0. Weights are uniform in ±sqrt(6 / (fan-in + fan-out)) for tanh
    /// (Glorot and Bengio 2010) and ±sqrt(6 / fan-in) for relu (He et al. 2015); the output layer takes the former for both.
    /// </summary>
    /// <param name="architecture">The network's shape.</param>
    /// <param name="seed">The same seed gives the same parameters.</param>
    internal static LeNet5Parameters Initialize(LeNet5Architecture architecture, int seed)
    {
        var parameters = new LeNet5Parameters(architecture, new float[architecture.ParameterCount()]);
        var random = SeededRandom.For(seed, RandomPurpose.Initialization);
        foreach (var tensor in architecture.Tensors().Where(tensor => !tensor.IsBias))
        {
            var outputs = tensor.Shape[0];
            var receptiveField = tensor.Shape.Skip(2).Aggregate(1, (product, extent) => product * extent);
            var fanIn = tensor.Length / outputs;
            var fanOut = outputs * receptiveField;
            var isOutput = tensor.Layer == Layer.Output;
            var bound = architecture.Activation == Activation.Relu && !isOutput
                ? MathF.Sqrt(6f / fanIn)
                : MathF.Sqrt(6f / (fanIn + fanOut));
            foreach (ref var weight in parameters[tensor.Name])
            {
                weight = bound * (2 * random.NextSingle() - 1);
            }
        }

        return parameters;
    }
}
