namespace MnistPipeline.Model;

/// <summary>Where one weight or bias tensor lies in the flat vector of a network's parameters.</summary>
public sealed class ParameterTensor
{
    internal ParameterTensor(string name, IReadOnlyList<int> shape, int offset)
    {
        Name = name;
        Shape = shape;
        Offset = offset;
        Length = shape.Aggregate(1, (product, extent) => product * extent);
        Layer = name[..name.IndexOf('.', StringComparison.Ordinal)];
    }

    /// <summary>The layer and the kind, as in <c>C1.weight</c> or <c>output.bias</c>.</summary>
    public string Name { get; }

    /// <summary>Row-major: [out, in, row, column] for convolutions, [out, in] for full connections, [out] for biases.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The index of its first element in <see cref="LeNet5Parameters.Values"/>.</summary>
    internal int Offset { get; }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The layer that it belongs to: one of <see cref="LeNet5Architecture.LayerNames"/>.</summary>
    internal string Layer { get; }

    /// <summary>Whether this is a bias, a vector with one element for each output.</summary>
    internal bool IsBias => Shape.Count == 1;
}
