namespace MnistPipeline.Model;

/// <summary>Where one weight or bias tensor lies in the flat vector of a network's parameters.</summary>
/// <param name="Layer">The layer that it belongs to.</param>
/// <param name="IsBias">Whether this is a bias, a vector with one element for each output.</param>
/// <param name="Shape">Row-major: [out, in, row, column] for convolutions, [out, in] for full connections, [out] for biases.</param>
/// <param name="Offset">The index of its first element in <see cref="LeNet5Parameters.Values"/>.</param>
public sealed record ParameterTensor(Layer Layer, bool IsBias, IReadOnlyList<int> Shape, int Offset)
{
    /// <summary>The layer and the kind, as in <c>C1.weight</c> or <c>output.bias</c>.</summary>
    public string Name => $"{Layer.Name()}.{(IsBias ? "bias" : "weight")}";

    /// <summary>The number of elements.</summary>
    public int Length { get; } = Shape.Aggregate(1, (product, extent) => product * extent);
}
