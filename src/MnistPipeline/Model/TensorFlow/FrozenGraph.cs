using System.Runtime.InteropServices;
using Google.Protobuf;
using MnistPipeline.Model.Onnx;
using MnistPipeline.Model.Onnx.Format;
using MnistPipeline.Model.TensorFlow.Format;
using MnistPipeline.Reading;
using TensorFlowTensor = MnistPipeline.Model.TensorFlow.Format.TensorProto;

namespace MnistPipeline.Model.TensorFlow;

/// <summary>
/// A network as a frozen TensorFlow graph, the weights constants in it, that any TensorFlow 2 computes: from a picture or its
/// pixels through the reading (<see cref="DigitReading"/>) and the layers to the logits, for any number of images.
/// </summary>
internal static class FrozenGraph
{
    /// <summary>The name of the output: [image, class].</summary>
    public const string OutputName = "Logits";

    /// <summary>The bytes of a network's graph.</summary>
    /// <param name="model">The network; what is told of it becomes constants of the graph, which nothing computes with.</param>
    /// <param name="inputName">What the placeholder is called.</param>
    /// <param name="logitScale">What the network's outputs are multiplied by, such as 1 / temperature.</param>
    public static byte[] Write(TrainedModel model, string inputName, float logitScale)
    {
        var graph = new GraphDefBuilder();
        Add(graph, model, Input(graph, model.Input, inputName), OutputName, logitScale);
        return graph.Graph.ToByteArray();
    }

    /// <summary>The network of a graph that <see cref="Write"/> made, also where TensorFlow has written it anew.</summary>
    /// <param name="stream">The file, read to its end.</param>
    /// <param name="name">What to call the file in messages.</param>
    /// <exception cref="BadInputException">The file is damaged or holds something else.</exception>
    public static TrainedModel Load(Stream stream, string name)
    {
        GraphDef graph;
        try
        {
            graph = GraphDef.Parser.ParseFrom(stream);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new BadFileException($"{name} is no TensorFlow graph, or a damaged one: give a model.pb or model.zip of a training run.", error);
        }

        try
        {
            var constants = graph.Node.Where(node => node.Op == "Const" && node.Attr.ContainsKey("value"))
                .GroupBy(node => node.Name).ToDictionary(same => same.Key, same => same.Last().Attr["value"].Tensor ?? new TensorFlowTensor());
            var properties = constants.Where(constant => constant.Value.StringVal.Count == 1 && constant.Key.StartsWith(MetadataProperties.Prefix, StringComparison.Ordinal))
                .Select(constant => new StringStringEntryProto { Key = constant.Key, Value = constant.Value.StringVal[0].ToStringUtf8() }).ToList();
            var (architecture, metadata, input) = MetadataProperties.From(properties);
            var parameters = ReadParameters(constants, architecture);
            Checksum.Check(properties, parameters, metadata);
            return new TrainedModel(parameters, metadata, input);
        }
        catch (FormatException error)
        {
            throw new BadFileException($"{name} holds no whole and unchanged LeNet-5 of this library: copy it again, or give a model.pb or model.zip of a training run.", error);
        }
    }

    /// <summary>Adds the placeholder of a kind of input.</summary>
    internal static string Input(GraphDefBuilder graph, DigitInput input, string name) => input == DigitInput.Picture
        ? graph.Placeholder(name, DataType.DtUint8, -1, ReadingCanvas.Channels, ReadingCanvas.Rows, ReadingCanvas.Columns)
        : graph.Placeholder(name, DataType.DtFloat, -1, Digit.Pixels);

    /// <summary>Adds the reading, the network and what is told of it.</summary>
    /// <param name="graph">Where to add them.</param>
    /// <param name="model">The network.</param>
    /// <param name="input">What it reads, as the placeholder of <see cref="Input"/> has it.</param>
    /// <param name="outputName">What to call the logits.</param>
    /// <param name="logitScale">What the network's outputs are multiplied by.</param>
    internal static void Add(GraphDefBuilder graph, TrainedModel model, string input, string outputName, float logitScale)
    {
        var reading = new GraphBuilder();
        var digit = ReadingGraph.Add(reading, model.Input, input);
        var read = OnnxTranslation.Add(graph, reading.Graph, digit, input);

        var layout = new TensorLayout(model.Parameters.Architecture);
        var values = layout.ToTensorFlow(model.Parameters.Values);
        var tensors = layout.Tensors.Select(tensor => graph.Floats(
            tensor.Name, tensor.Shape.Select(extent => (long)extent), values.AsSpan(tensor.Offset, tensor.Length))).ToArray();
        var logits = NetworkGraph.Add(graph, "", read, model.Parameters.Architecture, tensors);
        graph.Add(outputName, "Mul", [logits, graph.Number("output.scale", logitScale)]);
        var properties = MetadataProperties.Write(model.Parameters.Architecture, model.Metadata, model.Input).ToList();
        foreach (var property in properties.Append(Checksum.Of(properties, model.Parameters)))
        {
            graph.Texts(property.Key, property.Value);
        }
    }

    private static LeNet5Parameters ReadParameters(Dictionary<string, TensorFlowTensor> constants, LeNet5Architecture architecture)
    {
        var layout = new TensorLayout(architecture);
        var values = new float[architecture.ParameterCount()];
        foreach (var tensor in layout.Tensors)
        {
            var isWhole = constants.TryGetValue(tensor.Name, out var constant)
                && constant.Dtype == DataType.DtFloat
                && constant.TensorShape is { } shape
                && shape.Dim.Select(extent => extent.Size).SequenceEqual(tensor.Shape.Select(extent => (long)extent))
                && constant.TensorContent.Length == tensor.Length * sizeof(float);
            if (!isWhole)
            {
                throw new FormatException($"The tensor {tensor.Name} is missing or has another shape.");
            }

            MemoryMarshal.Cast<byte, float>(constant!.TensorContent.Span).CopyTo(values.AsSpan(tensor.Offset));
        }

        var parameters = new LeNet5Parameters(architecture, layout.FromTensorFlow(values));
        return parameters.AreSound() ? parameters : throw new FormatException("A tensor holds what is no number, or numbers too large to compute with.");
    }
}
