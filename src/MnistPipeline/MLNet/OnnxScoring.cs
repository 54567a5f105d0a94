using Microsoft.ML;
using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;
using MnistPipeline.Reading;

namespace MnistPipeline;

/// <summary>Makes what computes a network in a chain of ML.NET's own transformers, and so in the saved zip.</summary>
/// <param name="context">Where the chain lives.</param>
/// <param name="network">The network and its kind of input.</param>
/// <param name="inputColumn">The column of what the network takes, in the shape that <see cref="DigitInput"/> tells.</param>
/// <param name="logitScale">What the network's outputs are multiplied by.</param>
/// <param name="input">Data with that column, which may have no rows.</param>
/// <returns>A transformer that adds the column <c>Logits</c>, [1, class].</returns>
internal delegate ITransformer ScoringFactory(MLContext context, TrainedModel network, string inputColumn, float logitScale, IDataView input);

/// <summary>The network as ONNX in ML.NET's <c>OnnxScoringTransformer</c>.</summary>
internal static class OnnxScoring
{
    /// <inheritdoc cref="ScoringFactory"/>
    public static ITransformer Create(MLContext context, TrainedModel network, string inputColumn, float logitScale, IDataView input)
    {
        // The shapes stand for one image a row, where the file leaves the number of images open.
        int[] shape = network.Input == DigitInput.Picture
            ? [1, ReadingCanvas.Channels, ReadingCanvas.Rows, ReadingCanvas.Columns]
            : [1, Digit.Pixels];
        var shapes = new Dictionary<string, int[]> { [inputColumn] = shape, [LeNet5Onnx.OutputName] = [1, network.Metadata.Classes.Count] };
        return new OnnxTransformer(
            LeNet5Onnx.Write(network.Parameters, network.Metadata, network.Input, inputColumn, logitScale),
            file => context.Transforms.ApplyOnnxModel([LeNet5Onnx.OutputName], [inputColumn], file, shapes, recursionLimit: 100).Fit(input));
    }
}
