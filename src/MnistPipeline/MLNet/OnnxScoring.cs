using Microsoft.ML;
using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;
using MnistPipeline.Reading;

namespace MnistPipeline;

/// <summary>The network as ONNX in ML.NET's <c>OnnxScoringTransformer</c>.</summary>
internal static class OnnxScoring
{
    /// <inheritdoc cref="ScoringFactory"/>
    public static ITransformer Create(MLContext context, TrainedModel network, string inputColumn, float logitScale, IDataView input)
    {
        // The shapes stand for one image a row, where the file leaves the number of images open.
        int[] shape = network.Input == DigitInput.Picture
            ? [1, 3, ReadingCanvas.Rows, ReadingCanvas.Columns]
            : [1, Digit.Pixels];
        var shapes = new Dictionary<string, int[]> { [inputColumn] = shape, [LeNet5Onnx.OutputName] = [1, network.Metadata.Classes.Count] };
        return new OnnxTransformer(
            LeNet5Onnx.Write(network.Parameters, network.Metadata, network.Input, inputColumn, logitScale),
            file => context.Transforms.ApplyOnnxModel([LeNet5Onnx.OutputName], [inputColumn], file, shapes, recursionLimit: 100).Fit(input));
    }
}
