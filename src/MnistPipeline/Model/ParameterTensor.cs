namespace MnistPipeline.Model;

/// <summary>Where one weight or bias tensor lies in the flat vector of a network's parameters.</summary>
/// <param name="Name">The layer and the kind, as in <c>C1.weight</c> or <c>output.bias</c>.</param>
/// <param name="Shape">Row-major: [out, in, row, column] for convolutions, [out, in] for full connections, [out] for biases.</param>
/// <param name="Offset">The index of its first element in <see cref="LeNet5Parameters.Values"/>.</param>
public sealed record ParameterTensor(string Name, IReadOnlyList<int> Shape, int Offset)
{
    /// <summary>The number of elements.</summary>
    public int Length { get; } = Shape.Aggregate(1, (product, extent) => product * extent);

    /// <summary>The layer that it belongs to: one of <see cref="LeNet5Architecture.LayerNames"/>.</summary>
    public string Layer { get; } = Name[..Name.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>Whether this is a bias, a vector with one element for each output.</summary>
    public bool IsBias => Shape.Count == 1;
}
