using System.Runtime.InteropServices;
using Google.Protobuf;
using MnistPipeline.Model.Onnx.Format;
using MnistPipeline.Model.Onnx.Strings;
using MnistPipeline.Reading;

namespace MnistPipeline.Model.Onnx;

/// <summary>
/// A network as an ONNX file that any ONNX runtime computes: from a picture or its pixels through the reading
/// (<see cref="DigitReading"/>) and the layers to the logits, for any number of images.
/// </summary>
internal static class LeNet5Onnx
{
    /// <summary>The name of the output: [image, class].</summary>
    public const string OutputName = "Logits";

    // Operator set 18 is the first whose ScatterElements takes maxima, and came with version 8 of the format.
    private const int OperatorSet = 18;
    private const int FormatVersion = 8;

    // Operator set 20 is the first that joins texts, and came with version 9.
    private const int TextOperatorSet = 20;
    private const int TextFormatVersion = 9;

    /// <summary>The bytes of a network's ONNX file.</summary>
    /// <param name="parameters">The network.</param>
    /// <param name="metadata">What the file tells of it; as many classes as the network has outputs.</param>
    /// <param name="input">What the file takes in.</param>
    /// <param name="inputName">What the input is called.</param>
    /// <param name="logitScale">What the network's outputs are multiplied by, such as 1 / temperature.</param>
    /// <exception cref="ArgumentException">The number of class names is not the network's number of classes.</exception>
    public static byte[] Write(LeNet5Parameters parameters, ModelMetadata metadata, DigitInput input, string inputName, float logitScale)
    {
        if (metadata.Classes.Count != parameters.Architecture.Classes)
        {
            throw new ArgumentException($"{metadata.Classes.Count:N0} names for {parameters.Architecture.Classes:N0} classes.", nameof(metadata));
        }

        var graph = new GraphBuilder();
        if (input == DigitInput.RowPicture)
        {
            var (ofPlane, ofCanvas) = RowPlaneGraph.Add(graph, inputName);
            NetworkGraph.Add(graph, RowGraph.Add(graph, ofPlane, ofCanvas), parameters, OutputName, logitScale);
            TextGraph.Add(graph, OutputName, [.. metadata.Classes.SkipLast(1)]);
        }
        else
        {
            NetworkGraph.Add(graph, ReadingGraph.Add(graph, input, inputName), parameters, OutputName, logitScale);
            graph.Output(OutputName, parameters.Architecture.Classes);
        }

        var model = new ModelProto
        {
            IrVersion = input == DigitInput.RowPicture ? TextFormatVersion : FormatVersion,
            ProducerName = "MnistPipeline",
            ProducerVersion = metadata.LibraryVersion,
            Graph = graph.Graph,
            OpsetImport = { new OperatorSetIdProto { Version = input == DigitInput.RowPicture ? TextOperatorSet : OperatorSet } },
            MetadataProps =
            {
                MetadataProperties.Write(parameters.Architecture, metadata, input),

                // One picture has too little work for the threads of ONNX Runtime, which then wait spinning on all cores. It heeds this with ORT_LOAD_CONFIG_FROM_MODEL=1.
                new StringStringEntryProto { Key = "ort_config", Value = """{"session_options": {"intra_op_num_threads": 1}}""" },
            },
        };
        return Checksum.Write(model);
    }

    /// <summary>The bytes of the ONNX file of a network for strings, which takes the windows along a row and gives them their logits.</summary>
    public static byte[] WriteWindows(LeNet5Parameters parameters, ModelMetadata metadata) => Write(parameters, metadata, DigitInput.Windows, "Windows", logitScale: 1);

    /// <summary>The network of a file that <see cref="Write"/> made.</summary>
    /// <param name="stream">The file, read to its end.</param>
    /// <param name="name">What to call the file in messages.</param>
    /// <exception cref="BadInputException">The file is damaged or holds something else.</exception>
    public static TrainedModel Load(Stream stream, string name)
    {
        using var content = new MemoryStream();
        stream.CopyTo(content);
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(content.GetBuffer(), 0, (int)content.Length);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new BadFileException($"{name} is no ONNX model, or a damaged one: give a model.onnx or model.zip of a training run.", error);
        }

        try
        {
            var (architecture, metadata, input) = MetadataProperties.From(model.MetadataProps);
            Checksum.Check(content.GetBuffer().AsMemory(0, (int)content.Length), model, metadata);
            return new TrainedModel(ReadParameters(model.Graph ?? new GraphProto(), architecture), metadata, input);
        }
        catch (FormatException error)
        {
            throw new BadFileException($"{name} holds no whole and unchanged LeNet-5 of this library: copy it again, or give a model.onnx or model.zip of a training run.", error);
        }
    }

    private static LeNet5Parameters ReadParameters(GraphProto graph, LeNet5Architecture architecture)
    {
        var constants = graph.Initializer.GroupBy(constant => constant.Name).ToDictionary(same => same.Key, same => same.Last());
        var parameters = new LeNet5Parameters(architecture, new float[architecture.ParameterCount()]);
        foreach (var tensor in architecture.Tensors())
        {
            var isWhole = constants.TryGetValue(tensor.Name, out var constant)
                && constant.DataType == (int)TensorProto.Types.DataType.Float
                && constant.Dims.SequenceEqual(tensor.Shape.Select(extent => (long)extent))
                && constant.RawData.Length == tensor.Length * sizeof(float);
            if (!isWhole)
            {
                throw new FormatException($"The tensor {tensor.Name} is missing or has another shape.");
            }

            MemoryMarshal.Cast<byte, float>(constant!.RawData.Span).CopyTo(parameters[tensor.Name]);
        }

        return parameters.AreSound() ? parameters : throw new FormatException("A tensor holds what is no number, or numbers too large to compute with.");
    }
}
