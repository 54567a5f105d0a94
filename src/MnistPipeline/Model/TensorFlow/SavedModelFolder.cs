using Google.Protobuf;
using MnistPipeline.Model.TensorFlow.Format;
using static MnistPipeline.Model.TensorFlow.GraphDefBuilder;

namespace MnistPipeline.Model.TensorFlow;

/// <summary>
/// A network as a SavedModel, the folder that TensorFlow Serving and Keras load. Its signature <c>serving_default</c> takes
/// <c>pixels</c>, floats [image, 28, 28] of 0 to 255, dark on light or light on dark, and gives <c>label</c>, the class's name
/// [image], and <c>scores</c>, a probability a class [image, class].
/// </summary>
internal static class SavedModelFolder
{
    private const string Pixels = "pixels";
    private const string Scores = "scores";
    private const string Label = "label";

    /// <summary>Writes the folder.</summary>
    /// <param name="path">The folder, made where it is missing.</param>
    /// <param name="parameters">The network.</param>
    /// <param name="metadata">What is told of it; the temperature divides the logits.</param>
    /// <exception cref="BadInputException">It cannot be written.</exception>
    public static void Write(string path, LeNet5Parameters parameters, ModelMetadata metadata)
    {
        var model = new SavedModel
        {
            SavedModelSchemaVersion = 1,
            MetaGraphs =
            {
                new MetaGraphDef
                {
                    MetaInfoDef = new MetaGraphDef.Types.MetaInfoDef { Tags = { "serve" } },
                    GraphDef = Graph(new TrainedModel(parameters, metadata, DigitInput.Pixels)),
                    SignatureDef = { { "serving_default", Signature(metadata.Classes.Count) } },
                },
            },
        };
        try
        {
            _ = Directory.CreateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BadFileException($"The folder '{path}' cannot be made ({error.Message.TrimEnd('.')}): choose another one.", error);
        }

        AtomicFile.Write(Path.Combine(path, "saved_model.pb"), stream => model.WriteTo(stream));
    }

    private static GraphDef Graph(TrainedModel model)
    {
        const int Size = Digit.Size;
        var graph = new GraphDefBuilder();
        var pixels = graph.Placeholder(Pixels, DataType.DtFloat, -1, Size, Size);
        var flat = graph.Reshape("pixels.flat", pixels, -1, Digit.Pixels);
        FrozenGraph.Add(graph, model, flat, FrozenGraph.OutputName, (float)(1 / model.Metadata.Temperature));
        graph.Add(Scores, "Softmax", [FrozenGraph.OutputName]);
        var names = graph.Texts("classes", model.Metadata.Classes);
        var largest = graph.AddNode(
            "largest",
            "ArgMax",
            [FrozenGraph.OutputName, graph.Integer("largest.axis", 1)],
            DataType.DtInt64,
            [("T", From(DataType.DtFloat)), ("Tidx", From(DataType.DtInt32)), ("output_type", From(DataType.DtInt64))]);
        graph.AddNode(
            Label,
            "GatherV2",
            [names, largest, graph.Integer("label.axis", 0)],
            DataType.DtString,
            [("Tparams", From(DataType.DtString)), ("Tindices", From(DataType.DtInt64)), ("Taxis", From(DataType.DtInt32))]);
        return graph.Graph;
    }

    private static SignatureDef Signature(int classes) => new()
    {
        MethodName = "tensorflow/serving/predict",
        Inputs = { { Pixels, Info(Pixels, DataType.DtFloat, -1, Digit.Size, Digit.Size) } },
        Outputs = { { Scores, Info(Scores, DataType.DtFloat, -1, classes) }, { Label, Info(Label, DataType.DtString, -1) } },
    };

    private static TensorInfo Info(string name, DataType type, params IEnumerable<long> shape) =>
        new() { Name = name + ":0", Dtype = type, TensorShape = ShapeOf(shape) };
}
