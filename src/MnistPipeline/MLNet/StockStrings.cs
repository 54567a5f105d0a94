using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;
using MnistPipeline.Model.Onnx.Strings;
using MnistPipeline.Reading;

namespace MnistPipeline;

/// <summary>A network for strings as a chain of transformers that ML.NET itself knows: the resizing of the picture, and the reading, the network and the search as ONNX.</summary>
internal static class StockStrings
{
    // What the chain's own columns are called while it computes; it drops them at its end.
    private const string PictureColumn = "Strings.Picture";

    private static readonly string[] Outputs = ["Text", "Confidence", "Digits", "DigitScores"];

    /// <summary>
    /// Builds the chain, which adds <c>Text</c> (one text), <c>Confidence</c> (one number), <c>Digits</c> (texts) and <c>DigitScores</c> (numbers), the latter of
    /// <see cref="TextGraph.MaxDigits"/> places each.
    /// </summary>
    /// <param name="context">Where the chain lives.</param>
    /// <param name="network">The network.</param>
    /// <param name="inputColumn">The column of pictures (<see cref="MLImage"/> of any size).</param>
    public static ITransformer Build(MLContext context, TrainedModel network, string inputColumn)
    {
        var empty = StockTransformers.EmptyPictures(context, inputColumn);
        var preparation = context.Transforms
            .ResizeImages(PictureColumn, RowPlaneGraph.Columns, RowPlaneGraph.Rows, inputColumn, ImageResizingEstimator.ResizingKind.IsoPad)
            .Append(context.Transforms.ExtractPixels(PictureColumn, colorsToExtract: ImagePixelExtractingEstimator.ColorBits.All, outputAsFloatArray: false))
            .Fit(empty);
        var prepared = preparation.Transform(empty);
        var shapes = new Dictionary<string, int[]>
        {
            [PictureColumn] = [1, ReadingCanvas.Channels, RowPlaneGraph.Rows, RowPlaneGraph.Columns],
            ["Text"] = [1, 1],
            ["Confidence"] = [1, 1],
            ["Digits"] = [1, TextGraph.MaxDigits],
            ["DigitScores"] = [1, TextGraph.MaxDigits],
        };
        var reader = new OnnxTransformer(
            LeNet5Onnx.Write(network.Parameters, network.Metadata, DigitInput.RowPicture, PictureColumn, (float)(1 / network.Metadata.Temperature)),
            file => context.Transforms.ApplyOnnxModel(Outputs, [PictureColumn], file, shapes, recursionLimit: 100).Fit(prepared));
        var drop = context.Transforms.DropColumns(PictureColumn).Fit(reader.Transform(prepared));
        return new TransformerChain<ITransformer>(preparation, reader, drop);
    }
}
