using MnistPipeline.Model;

namespace MnistPipeline.Engines.Plain;

/// <summary>LeNet-5 forward and backward in double precision, layer after layer, with whatever parameters are given.</summary>
internal sealed class PlainComputation
{
    private readonly Activation _activation;
    private readonly Pooling _pooling;
    private readonly Convolution _c1;
    private readonly Convolution _c3;
    private readonly FullConnection _c5;
    private readonly FullConnection _f6;
    private readonly FullConnection _output;

    /// <summary>The computation of a network of the given shape.</summary>
    public PlainComputation(LeNet5Architecture architecture)
    {
        Tensors = architecture.Tensors();
        _activation = architecture.Activation;
        _pooling = architecture.Pooling;
        _c1 = new Convolution(1, Digit.Size, architecture.C1Kernels, LeNet5Architecture.C1Padding);
        _c3 = new Convolution(architecture.C1Kernels, LeNet5Architecture.S2Size, architecture.C3Kernels, padding: 0);
        _c5 = new FullConnection(architecture.FlattenedS4, architecture.C5Neurons);
        _f6 = new FullConnection(architecture.C5Neurons, architecture.F6Neurons);
        _output = new FullConnection(architecture.F6Neurons, architecture.Classes);
    }

    /// <summary>Where the weights and biases lie in a vector of parameters, or of their gradient.</summary>
    public IReadOnlyList<ParameterTensor> Tensors { get; }

    /// <summary>What the network gets for pixels of 0 to 255: (pixel / 255 - mean) / deviation.</summary>
    public static double[] Normalised(ReadOnlySpan<byte> images)
    {
        var normalised = new double[images.Length];
        for (var at = 0; at < images.Length; at++)
        {
            normalised[at] = (images[at] / 255.0 - Precise.From(LeNet5Architecture.PixelMean)) / Precise.From(LeNet5Architecture.PixelDeviation);
        }

        return normalised;
    }

    /// <summary>All layers' values.</summary>
    /// <param name="input">[image, row, column]: normalised pixels.</param>
    /// <param name="parameters">In the order of <see cref="Tensors"/>.</param>
    public PlainLayers Forward(double[] input, double[] parameters)
    {
        var c1 = _c1.Forward(input, Tensor(parameters, 0), Tensor(parameters, 1));
        var c1Activated = ActivationLayer.Forward(_activation, c1);
        var s2 = PoolingLayer.Forward(_pooling, c1Activated, Digit.Size);
        var c3 = _c3.Forward(s2, Tensor(parameters, 2), Tensor(parameters, 3));
        var c3Activated = ActivationLayer.Forward(_activation, c3);
        var s4 = PoolingLayer.Forward(_pooling, c3Activated, LeNet5Architecture.C3Size);
        var c5 = _c5.Forward(s4, Tensor(parameters, 4), Tensor(parameters, 5));
        var c5Activated = ActivationLayer.Forward(_activation, c5);
        var f6 = _f6.Forward(c5Activated, Tensor(parameters, 6), Tensor(parameters, 7));
        var f6Activated = ActivationLayer.Forward(_activation, f6);
        return new PlainLayers
        {
            Input = input,
            C1 = c1,
            C1Activated = c1Activated,
            S2 = s2,
            C3 = c3,
            C3Activated = c3Activated,
            S4 = s4,
            C5 = c5,
            C5Activated = c5Activated,
            F6 = f6,
            F6Activated = f6Activated,
            Logits = _output.Forward(f6Activated, Tensor(parameters, 8), Tensor(parameters, 9)),
        };
    }

    /// <summary>Goes back from the logits to the pixels.</summary>
    /// <param name="layers">What the forward pass gave.</param>
    /// <param name="parameters">The parameters that it was given.</param>
    /// <param name="logitsGradient">[image, class]: the gradient by the logits.</param>
    /// <param name="gradient">Receives the gradient by the parameters, summed over the images.</param>
    /// <returns>[image, row, column]: the gradient by the normalised pixels.</returns>
    public double[] Backward(PlainLayers layers, double[] parameters, double[] logitsGradient, double[] gradient)
    {
        var back = _output.Backward(layers.F6Activated, Tensor(parameters, 8), logitsGradient, Tensor(gradient, 8), Tensor(gradient, 9));
        back = ActivationLayer.Backward(_activation, layers.F6Activated, back);
        back = _f6.Backward(layers.C5Activated, Tensor(parameters, 6), back, Tensor(gradient, 6), Tensor(gradient, 7));
        back = ActivationLayer.Backward(_activation, layers.C5Activated, back);
        back = _c5.Backward(layers.S4, Tensor(parameters, 4), back, Tensor(gradient, 4), Tensor(gradient, 5));
        back = PoolingLayer.Backward(_pooling, layers.C3Activated, LeNet5Architecture.C3Size, back);
        back = ActivationLayer.Backward(_activation, layers.C3Activated, back);
        back = _c3.Backward(layers.S2, Tensor(parameters, 2), back, Tensor(gradient, 2), Tensor(gradient, 3));
        back = PoolingLayer.Backward(_pooling, layers.C1Activated, Digit.Size, back);
        back = ActivationLayer.Backward(_activation, layers.C1Activated, back);
        return _c1.Backward(layers.Input, Tensor(parameters, 0), back, Tensor(gradient, 0), Tensor(gradient, 1));
    }

    private Span<double> Tensor(double[] vector, int index) => vector.AsSpan(Tensors[index].Offset, Tensors[index].Length);
}
