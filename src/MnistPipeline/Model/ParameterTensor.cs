namespace MnistPipeline.Model;

/// <summary>Where one weight or bias tensor lies in the flat vector of a network's parameters.</summary>
public sealed class ParameterTensor
{
    internal ParameterTensor(Layer layer, bool isBias, IReadOnlyList<int> shape, int offset)
    {
        Layer = layer;
        IsBias = isBias;
        Shape = shape;
        Offset = offset;
    }

    /// <summary>The layer that it belongs to.</summary>
    public Layer Layer { get; }

    /// <summary>Whether this is a bias, a vector with one element for each output.</summary>
    public bool IsBias { get; }

    /// <summary>Row-major: [out, in, row, column] for convolutions, [out, in] for full connections, [out] for biases.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The index of its first element in <see cref="LeNet5Parameters.Values"/>.</summary>
    public int Offset { get; }

    /// <summary>The layer and the kind, as in <c>C1.weight</c> or <c>output.bias</c>.</summary>
    public string Name => $"{Layer.Name()}.{(IsBias ? "bias" : "weight")}";

    /// <summary>The number of elements.</summary>
    public int Length => Shape.Aggregate(1, (product, extent) => product * extent);
}
