namespace MnistPipeline.Model.Onnx;

/// <summary>LeNet-5 as ONNX nodes that are called as its layers are.</summary>
internal static class NetworkGraph
{
    /// <summary>Adds the nodes from the digit [image, 1, 28, 28], 0 to 255, to the logits [image, class] times the scale.</summary>
    public static void Add(GraphBuilder graph, string digit, LeNet5Parameters parameters, string outputName, float logitScale)
    {
        foreach (var tensor in parameters.Architecture.Tensors())
        {
            graph.Floats(tensor.Name, tensor.Shape, parameters[tensor.Name]);
        }

        var pooling = parameters.Architecture.Pooling == Pooling.Average ? "AveragePool" : "MaxPool";
        var activation = parameters.Architecture.Activation == Activation.Tanh ? "Tanh" : "Relu";
        var value = Normalize(digit);
        value = Convolve(Layer.C1, value, LeNet5Architecture.C1Padding);
        value = Pool("S2", Activate(Layer.C1));
        value = Convolve(Layer.C3, value, 0);
        value = Pool("S4", Activate(Layer.C3));
        value = graph.Add("S4.flat", "Flatten", value);
        value = Connect(Layer.C5, value);
        value = Connect(Layer.F6, Activate(Layer.C5));
        value = Connect(Layer.Output, Activate(Layer.F6));
        graph.Add(outputName, "Mul", value, graph.Number(logitScale));

        string Normalize(string pixels)
        {
            const float Scale = 1 / (byte.MaxValue * LeNet5Architecture.PixelDeviation);
            const float Shift = LeNet5Architecture.PixelMean / LeNet5Architecture.PixelDeviation;
            var scaled = graph.Add("input.scaled", "Mul", pixels, graph.Number(Scale));
            return graph.Add("input", "Sub", scaled, graph.Number(Shift));
        }

        string Activate(Layer layer) => graph.Add(layer.Name() + ".activation", activation, layer.Name());

        string Pool(string layer, string maps) => graph.Add(layer, pooling, [maps], ("kernel_shape", [2, 2]), ("strides", [2, 2]));

        string Convolve(Layer layer, string maps, int padding) =>
            graph.Add(layer.Name(), "Conv", [maps, .. TensorsOf(layer)], ("pads", [.. Enumerable.Repeat(padding, 4)]));

        string Connect(Layer layer, string neurons) =>
            graph.Add(layer.Name(), "Gemm", [neurons, .. TensorsOf(layer)], ("transB", [1]));

        IEnumerable<string> TensorsOf(Layer layer) => parameters.Architecture.Tensors().Where(tensor => tensor.Layer == layer).Select(tensor => tensor.Name);
    }
}
