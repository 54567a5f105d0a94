namespace MnistPipeline.Model.TensorFlow;

/// <summary>
/// Where TensorFlow wants each weight. Its convolutions take [row, column, in, out] where ours are [out, in, row, column], its
/// full connections [in, out] where ours are [out, in], and it flattens S4 as [row, column, map] where ours is [map, row, column].
/// </summary>
/// <remarks>
/// A product may take [out, in] as well, but TensorFlow 2.16 then adds wrong biases for one image: from the 65th of 84 neurons on.
/// </remarks>
internal sealed class TensorLayout
{
    // For each place in TensorFlow's vector the place in ours.
    private readonly int[] _ours;

    /// <summary>The layout of a network's parameters.</summary>
    public TensorLayout(LeNet5Architecture architecture)
    {
        Tensors = [.. architecture.Tensors().Select(tensor => new ParameterTensor(tensor.Name, ShapeOf(tensor), tensor.Offset))];
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

    private static IReadOnlyList<int> ShapeOf(ParameterTensor tensor) => tensor.Shape switch
    {
        [var outputs, var inputs, var rows, var columns] => [rows, columns, inputs, outputs],
        [var outputs, var inputs] => [inputs, outputs],
        _ => tensor.Shape,
    };

    private static IEnumerable<int> PlacesOf(ParameterTensor tensor, LeNet5Architecture architecture)
    {
        if (tensor.IsBias)
        {
            return Enumerable.Range(0, tensor.Length);
        }

        var outputs = tensor.Shape[0];
        var maps = tensor.Name == "C5.weight" ? architecture.C3Kernels : tensor.Shape[1];
        var positions = tensor.Length / (outputs * maps);
        return from position in Enumerable.Range(0, positions)
               from map in Enumerable.Range(0, maps)
               from output in Enumerable.Range(0, outputs)
               select (output * maps + map) * positions + position;
    }
}
