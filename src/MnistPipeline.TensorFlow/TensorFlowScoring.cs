using MnistPipeline.Model;
#if TENSORFLOW_PACKAGE
using Google.Protobuf;
using Microsoft.ML;
using Microsoft.ML.Transforms;
using MnistPipeline.Model.TensorFlow;
#endif

namespace MnistPipeline.TensorFlow;

/// <summary>The network as a frozen graph in ML.NET's <c>TensorFlowTransformer</c>: all that there is to its package Microsoft.ML.TensorFlow here.</summary>
internal static class TensorFlowScoring
{
    /// <summary>Makes what <see cref="LeNet5Options.Scoring"/> takes.</summary>
    /// <param name="options">Where TensorFlow's native library is, which ML.NET needs to build the chain.</param>
    /// <exception cref="BadInputException">This build is without the package, or there is no TensorFlow.</exception>
    public static ScoringFactory With(TensorFlowOptions options)
    {
#if TENSORFLOW_PACKAGE
        Load(options);
        return Create;
#else
        throw MissingPackage("A zip for TensorFlow");
#endif
    }

    /// <summary>Makes ready for ML.NET to load a zip, where that needs TensorFlow.</summary>
    /// <param name="zip">The path of a model.zip, which may be one without TensorFlow.</param>
    /// <param name="options">Where TensorFlow's native library is.</param>
    /// <exception cref="BadInputException">This build is without the package, or there is no TensorFlow.</exception>
    public static void MakeReady(string zip, TensorFlowOptions options)
    {
        if (ModelFile.IsTensorFlowZip(zip))
        {
#if TENSORFLOW_PACKAGE
            Load(options);
#else
            throw MissingPackage($"{zip}, which TensorFlow computes,");
#endif
        }
    }

#if TENSORFLOW_PACKAGE
    private static void Load(TensorFlowOptions options)
    {
        _ = TensorFlowLibrary.Load(options);
        TensorFlowLibrary.GiveTo(typeof(Tensorflow.c_api).Assembly);
    }

    private static TensorFlowTransformer Create(MLContext context, TrainedModel network, string inputColumn, float logitScale, IDataView input)
    {
        const string Flat = "LeNet5.Logits";
        var graph = new GraphDefBuilder();
        FrozenGraph.Add(graph, network, FrozenGraph.Input(graph, network.Input, inputColumn), Flat, logitScale);
        graph.Reshape(FrozenGraph.OutputName, Flat, -1, 1, network.Metadata.Classes.Count);

        // ML.NET takes a graph from a file alone, and keeps what it has read.
        var content = graph.Graph.ToByteArray();
        return ScratchFolder.Use(content.Length, folder =>
        {
            var file = Path.Combine(folder, "network.pb");
            File.WriteAllBytes(file, content);
            return context.Model.LoadTensorFlowModel(file).ScoreTensorFlowModel(FrozenGraph.OutputName, inputColumn).Fit(input);
        });
    }
#else
    private static BadOptionException MissingPackage(string what) => new(
        nameof(LeNet5Options.Scoring), $"{what} needs the package Microsoft.ML.TensorFlow, which this build of MnistPipeline.TensorFlow is without: take one that was built with it.");
#endif
}
