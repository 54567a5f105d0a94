namespace MnistPipeline.Model;

/// <summary>
/// The shape of LeNet-5 (LeCun, Bottou, Bengio, Haffner 1998) as it is taught: 28x28 input, C1 with 5x5 kernels and
/// padding 2, S2, C3 with 5x5 kernels over all maps of S2, S4, then the full connections C5, F6 and output.
/// With the default numbers it has 61,706 parameters.
/// </summary>
public sealed record LeNet5Architecture
{
    /// <summary>Rows, and columns, of a kernel of C1 or C3.</summary>
    internal const int KernelSize = 5;

    /// <summary>Zeros that C1 sees beyond each edge of the input.</summary>
    internal const int C1Padding = 2;

    /// <summary>Rows, and columns, of a map of S2.</summary>
    internal const int S2Size = Digit.Size / 2;

    /// <summary>Rows, and columns, of a map of C3.</summary>
    internal const int C3Size = S2Size - KernelSize + 1;

    /// <summary>Rows, and columns, of a map of S4.</summary>
    internal const int S4Size = C3Size / 2;

    /// <summary>The most kernels of C1, and of C3.</summary>
    internal const int MaxKernels = 256;

    /// <summary>The fewest classes of a network.</summary>
    internal const int FewestClasses = 2;

    /// <summary>The most classes of a network.</summary>
    internal const int MostClasses = 1000;

    /// <summary>The mean of MNIST's training pixels, as a share of 255; the network's input is (pixel / 255 - mean) / deviation.</summary>
    internal const float PixelMean = 0.1307f;

    /// <summary>The standard deviation of MNIST's training pixels, as a share of 255.</summary>
    internal const float PixelDeviation = 0.3081f;

    /// <summary>Kernels, and so maps, of C1: 1 to 256.</summary>
    public int C1Kernels { get; init; } = 6;

    /// <summary>Kernels, and so maps, of C3: 1 to 256.</summary>
    public int C3Kernels { get; init; } = 16;

    /// <summary>Neurons of C5: 1 to 4,096.</summary>
    public int C5Neurons { get; init; } = 120;

    /// <summary>Neurons of F6: 1 to 4,096.</summary>
    public int F6Neurons { get; init; } = 84;

    /// <summary>What follows C1, C3, C5 and F6.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>What S2 and S4 do.</summary>
    public Pooling Pooling { get; init; } = Pooling.Maximum;

    /// <summary>Neurons of the output, one a class: 2 to 1,000.</summary>
    public int Classes { get; init; } = 10;

    /// <summary>Neurons of the flattened S4 that C5 is connected to: 400 by default.</summary>
    internal int FlattenedS4 => C3Kernels * S4Size * S4Size;

    /// <summary>
    /// The ten tensors in the order in which they lie in <see cref="LeNet5Parameters.Values"/>:
    /// weight and bias of C1, C3, C5, F6 and output.
    /// </summary>
    public IReadOnlyList<ParameterTensor> Tensors()
    {
        var tensors = new List<ParameterTensor>(10);
        var offset = 0;
        int[][] weightShapes =
        [
            [C1Kernels, 1, KernelSize, KernelSize],
            [C3Kernels, C1Kernels, KernelSize, KernelSize],
            [C5Neurons, FlattenedS4],
            [F6Neurons, C5Neurons],
            [Classes, F6Neurons],
        ];
        foreach (var (layer, weightShape) in Enum.GetValues<Layer>().Zip(weightShapes))
        {
            Add(layer, isBias: false, weightShape);
            Add(layer, isBias: true, [weightShape[0]]);
        }

        return tensors;

        void Add(Layer layer, bool isBias, int[] shape)
        {
            var tensor = new ParameterTensor(layer, isBias, shape, offset);
            tensors.Add(tensor);
            offset += tensor.Length;
        }
    }

    /// <summary>The number of trained parameters: 61,706 by default.</summary>
    public int ParameterCount() => Tensors().Sum(tensor => tensor.Length);

    /// <summary>The multiplications, each with an addition, that the layers take for one digit: 416,520 by default.</summary>
    internal int MultiplyAdds() => Tensors().Where(tensor => !tensor.IsBias).Sum(tensor => tensor.Length * tensor.Layer switch
    {
        Layer.C1 => Digit.Pixels,
        Layer.C3 => C3Size * C3Size,
        _ => 1,
    });

    /// <summary>Returns this architecture if every number is in its range.</summary>
    /// <exception cref="BadOptionException">A number is out of its range.</exception>
    internal LeNet5Architecture Checked()
    {
        BadOptionException.ThrowUnless(C1Kernels, 1, MaxKernels, nameof(C1Kernels));
        BadOptionException.ThrowUnless(C3Kernels, 1, MaxKernels, nameof(C3Kernels));
        BadOptionException.ThrowUnless(C5Neurons, 1, 4096, nameof(C5Neurons));
        BadOptionException.ThrowUnless(F6Neurons, 1, 4096, nameof(F6Neurons));
        BadOptionException.ThrowUnless(Classes, FewestClasses, MostClasses, nameof(Classes));
        BadOptionException.ThrowUnlessNamed(Activation, nameof(Activation));
        BadOptionException.ThrowUnlessNamed(Pooling, nameof(Pooling));
        return this;
    }
}
