using static MnistPipeline.Model.TensorFlow.GraphDefBuilder;

namespace MnistPipeline.Model.TensorFlow;

/// <summary>LeNet-5 as TensorFlow nodes that are called as its layers are, maps as [image, row, column, map].</summary>
internal static class NetworkGraph
{
    private const int Size = Digit.Size;

    /// <summary>Adds the nodes from the digit, 784 pixels of 0 to 255 an image, to the logits [image, class], whose name it returns.</summary>
    /// <param name="graph">Where to add them.</param>
    /// <param name="scope">What their names begin with, such as <c>score/</c>; may be empty.</param>
    /// <param name="digit">The pixels as floats.</param>
    /// <param name="architecture">The network's shape.</param>
    /// <param name="parameters">The values of <see cref="TensorLayout.Tensors"/>.</param>
    public static string Add(
        GraphDefBuilder graph, string scope, string digit, LeNet5Architecture architecture, IReadOnlyList<string> parameters)
    {
        var activation = architecture.Activation == Activation.Tanh ? "Tanh" : "Relu";
        var pooling = architecture.Pooling == Pooling.Average ? "AvgPool" : "MaxPool";
        var value = Normalize(graph.Reshape(scope + "input.pixels", digit, -1, Size, Size, 1));
        value = Convolve(Layer.C1, value, "SAME");
        value = Pool("S2", Activate(Layer.C1, value));
        value = Convolve(Layer.C3, value, "VALID");
        value = Pool("S4", Activate(Layer.C3, value));
        value = graph.Reshape(scope + "S4.flat", value, -1, architecture.FlattenedS4);
        value = Activate(Layer.C5, Connect(Layer.C5, value));
        value = Activate(Layer.F6, Connect(Layer.F6, value));
        return Connect(Layer.Output, value);

        string Normalize(string pixels)
        {
            const float Scale = 1 / (byte.MaxValue * LeNet5Architecture.PixelDeviation);
            const float Shift = LeNet5Architecture.PixelMean / LeNet5Architecture.PixelDeviation;
            var scaled = graph.Add(scope + "input.scaled", "Mul", [pixels, graph.Number(scope + "input.scale", Scale)]);
            return graph.Add(scope + "input", "Sub", [scaled, graph.Number(scope + "input.shift", Shift)]);
        }

        // SAME pads C1 with two zeros on each side, as its kernels are of 5x5.
        string Convolve(Layer layer, string maps, string padding)
        {
            var convolved = graph.Add(
                NameOf(layer) + ".convolution", "Conv2D", [maps, Weights(layer)], ("strides", From(1, 1, 1, 1)), ("padding", From(padding)));
            return graph.Add(NameOf(layer), "BiasAdd", [convolved, Biases(layer)]);
        }

        string Pool(string layer, string maps) => graph.Add(
            scope + layer, pooling, [maps], ("ksize", From(1, 2, 2, 1)), ("strides", From(1, 2, 2, 1)), ("padding", From("VALID")));

        string Connect(Layer layer, string neurons)
        {
            var product = graph.Add(NameOf(layer) + ".product", "MatMul", [neurons, Weights(layer)]);
            return graph.Add(NameOf(layer), "BiasAdd", [product, Biases(layer)]);
        }

        string Activate(Layer layer, string sums) => graph.Add(NameOf(layer) + ".activation", activation, [sums]);

        string NameOf(Layer layer) => scope + layer.Name();

        string Weights(Layer layer) => parameters[2 * (int)layer];

        string Biases(Layer layer) => parameters[2 * (int)layer + 1];
    }
}
