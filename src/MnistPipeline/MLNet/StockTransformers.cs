using System.Diagnostics.CodeAnalysis;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.Image;
using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;
using MnistPipeline.Reading;

namespace MnistPipeline;

/// <summary>
/// A trained network as a chain of transformers that ML.NET itself knows, so that a program without this library loads it: the
/// resizing of the picture, the network, and <see cref="SoftmaxHead"/>.
/// </summary>
internal static class StockTransformers
{
    // What the chain's own columns are called while it computes; it drops them at its end.
    private const string PictureColumn = "LeNet5.Picture";
    private const string PixelColumn = "LeNet5.Pixels";

    /// <summary>Builds the chain, which adds <c>Score</c> and <c>PredictedLabel</c> to the columns it is given.</summary>
    /// <param name="context">Where the chain lives.</param>
    /// <param name="model">The network, its metadata, whose temperature divides the logits, and its kind of input.</param>
    /// <param name="inputColumn">The column of pictures (<see cref="MLImage"/> of any size) or of 784 numbers.</param>
    /// <param name="scoring">What computes the network within the chain.</param>
    /// <param name="keyValues">The type of what the keys of <c>PredictedLabel</c> stand for; null for no keys, but the classes' names.</param>
    public static ITransformer Build(MLContext context, TrainedModel model, string inputColumn, ScoringFactory scoring, DataKind? keyValues = null)
    {
        var head = SoftmaxHead.Create(context, model.Metadata.Classes, LeNet5Onnx.OutputName, keyValues);
        var scale = (float)(1 / model.Metadata.Temperature);
        var isPicture = model.Input == DigitInput.Picture;
        var column = isPicture ? PictureColumn : PixelColumn;
        var empty = isPicture ? EmptyPictures(context, inputColumn) : EmptyPixels(context, inputColumn);
        ITransformer preparation = isPicture ? Picture(context, inputColumn).Fit(empty) : Pixels(context, inputColumn).Fit(empty);
        var prepared = preparation.Transform(empty);
        var network = scoring(context, model, column, scale, prepared);
        var drop = context.Transforms.DropColumns(LeNet5Onnx.OutputName, column).Fit(network.Transform(prepared));
        return new TransformerChain<ITransformer>(preparation, network, head, drop);
    }

    private static EstimatorChain<ImagePixelExtractingTransformer> Picture(MLContext context, string inputColumn) => context.Transforms
        .ResizeImages(PictureColumn, ReadingCanvas.Columns, ReadingCanvas.Rows, inputColumn, ImageResizingEstimator.ResizingKind.IsoPad)
        .Append(context.Transforms.ExtractPixels(PictureColumn, colorsToExtract: ImagePixelExtractingEstimator.ColorBits.All, outputAsFloatArray: false));

    // Numbers of any type are made floats first, as the network takes no others.
    private static TypeConvertingEstimator Pixels(MLContext context, string inputColumn) =>
        context.Transforms.Conversion.ConvertType(PixelColumn, inputColumn);

    /// <summary>No rows, with a column of pictures.</summary>
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(PictureRow))] // ML.NET finds the properties of rows by their names
    internal static IDataView EmptyPictures(MLContext context, string column)
    {
        var schema = SchemaDefinition.Create(typeof(PictureRow));
        schema[nameof(PictureRow.Picture)].ColumnName = column;
        return context.Data.LoadFromEnumerable<PictureRow>([], schema);
    }

    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(PixelRow))]
    private static IDataView EmptyPixels(MLContext context, string column)
    {
        var schema = SchemaDefinition.Create(typeof(PixelRow));
        schema[nameof(PixelRow.Pixels)].ColumnName = column;
        return context.Data.LoadFromEnumerable<PixelRow>([], schema);
    }

    private sealed class PictureRow
    {
        [ImageType(Digit.Size, Digit.Size)]
        public MLImage? Picture { get; set; }
    }

    private sealed class PixelRow
    {
        [VectorType(Digit.Pixels)]
        public float[] Pixels { get; set; } = [];
    }
}
