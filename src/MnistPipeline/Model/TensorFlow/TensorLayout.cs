namespace MnistPipeline.Model.TensorFlow;

/// <summary>
/// Where TensorFlow wants each weight. Its convolutions take [row, column, in, out] where ours are [out, in, row, column], and
/// it flattens S4 as [row, column, map] where ours is [map, row, column]. All else lies alike, tensor after tensor.
/// </summary>
internal sealed class TensorLayout
{
    // For each place in TensorFlow's vector the place in ours.
    private readonly int[] _ours;

    /// <summary>The layout of a network's parameters.</summary>
    public TensorLayout(LeNet5Architecture architecture)
    {
        Tensors = [.. architecture.Tensors().Select(tensor => tensor with { Shape = ShapeOf(tensor) })];
        _ours = [.. architecture.Tensors().SelectMany(tensor => PlacesOf(tensor, architecture).Select(place => tensor.Offset + place))];
    }

    /// <summary>The ten tensors in TensorFlow's shapes.</summary>
    public IReadOnlyList<ParameterTensor> Tensors { get; }

    /// <summary>A flat vector of the network's parameters in TensorFlow's order.</summary>
    public float[] ToTensorFlow(float[] values) => Array.ConvertAll(_ours, place => values[place]);

    /// <summary>A flat vector of the network's parameters in our order.</summary>
    public float[] FromTensorFlow(ReadOnlySpan<float> values)
    {
        var ours = new float[values.Length];
        for (var place = 0; place < values.Length; place++)
        {
            ours[_ours[place]] = values[place];
        }

        return ours;
    }

    private static IReadOnlyList<int> ShapeOf(ParameterTensor tensor) =>
        tensor.Shape is [var outputs, var inputs, var rows, var columns] ? [rows, columns, inputs, outputs] : tensor.Shape;

    private static IEnumerable<int> PlacesOf(ParameterTensor tensor, LeNet5Architecture architecture) => tensor.Shape switch
    {
        [var outputs, var inputs, var rows, var columns] => OutputsLast(outputs, inputs, rows * columns),
        [var neurons, _] when tensor.Name == "C5.weight" => MapsLast(neurons, architecture.C3Kernels, architecture.FlattenedS4 / architecture.C3Kernels),
        _ => Enumerable.Range(0, tensor.Length),
    };

    private static IEnumerable<int> OutputsLast(int outputs, int inputs, int positions) =>
        from position in Enumerable.Range(0, positions)
        from input in Enumerable.Range(0, inputs)
        from output in Enumerable.Range(0, outputs)
        select (output * inputs + input) * positions + position;

    private static IEnumerable<int> MapsLast(int neurons, int maps, int positions) =>
        from neuron in Enumerable.Range(0, neurons)
        from position in Enumerable.Range(0, positions)
        from map in Enumerable.Range(0, maps)
        select (neuron * maps + map) * positions + position;
}
