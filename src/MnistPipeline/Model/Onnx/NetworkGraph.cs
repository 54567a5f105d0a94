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
        value = graph.Add("C1", "Conv", [value, "C1.weight", "C1.bias"], ("pads", [.. Enumerable.Repeat(LeNet5Architecture.C1Padding, 4)]));
        value = Pool("S2", Activate("C1"));
        value = graph.Add("C3", "Conv", value, "C3.weight", "C3.bias");
        value = Pool("S4", Activate("C3"));
        value = graph.Add("S4.flat", "Flatten", value);
        value = Connect("C5", value);
        value = Connect("F6", Activate("C5"));
        value = Connect("output", Activate("F6"));
        graph.Add(outputName, "Mul", value, graph.Number("output.scale", logitScale));
        graph.Output(outputName, parameters.Architecture.Classes);

        string Normalize(string pixels)
        {
            const float Scale = 1 / (byte.MaxValue * LeNet5Architecture.PixelDeviation);
            const float Shift = LeNet5Architecture.PixelMean / LeNet5Architecture.PixelDeviation;
            var scaled = graph.Add("input.scaled", "Mul", pixels, graph.Number("input.scale", Scale));
            return graph.Add("input", "Sub", scaled, graph.Number("input.shift", Shift));
        }

        string Activate(string layer) => graph.Add(layer + ".activation", activation, layer);

        string Pool(string layer, string maps) => graph.Add(layer, pooling, [maps], ("kernel_shape", [2, 2]), ("strides", [2, 2]));

        string Connect(string layer, string neurons) =>
            graph.Add(layer, "Gemm", [neurons, layer + ".weight", layer + ".bias"], ("transB", [1]));
    }
}
