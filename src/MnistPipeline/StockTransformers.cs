using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Microsoft.ML.Transforms.Onnx;
using MnistPipeline.Data;
using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;

namespace MnistPipeline;

/// <summary>
/// A trained network as a chain of transformers that ML.NET itself knows, so that a program without this library loads it: the
/// resizing of the picture, the network as ONNX, and <see cref="SoftmaxHead"/>.
/// </summary>
internal static class StockTransformers
{
    // What the chain's own columns are called while it computes; it drops them at its end.
    private const string PictureColumn = "LeNet5.Picture";
    private const string PixelColumn = "LeNet5.Pixels";


    /// <summary>Builds the chain, which adds <c>Score</c> and <c>PredictedLabel</c> (text) to the columns it is given.</summary>
    /// <param name="context">Where the chain lives.</param>
    /// <param name="model">The network, its metadata, whose temperature divides the logits, and its kind of input.</param>
    /// <param name="inputColumn">The column of pictures (<see cref="MLImage"/> of any size) or of 784 numbers.</param>
    public static ITransformer Build(MLContext context, TrainedModel model, string inputColumn)
    {
        var head = SoftmaxHead.Fit(context, model.Metadata.Classes, LeNet5Onnx.OutputName);
        var scale = (float)(head.LogitScale / model.Metadata.Temperature);
        var empty = model.Input == DigitInput.Picture ? EmptyPictures(context, inputColumn) : EmptyPixels(context, inputColumn);
        var network = model.Input == DigitInput.Picture
            ? FitOnPictures(context, model, inputColumn, scale, empty)
            : FitOnPixels(context, model, inputColumn, scale, empty);
        string[] temporary = [LeNet5Onnx.OutputName, model.Input == DigitInput.Picture ? PictureColumn : PixelColumn];
        var drop = context.Transforms.DropColumns(temporary).Fit(network.Transform(empty));
        return new TransformerChain<ITransformer>(network, head.Transformer, drop);
    }

    private static TransformerChain<OnnxTransformer> FitOnPictures(
        MLContext context, TrainedModel model, string inputColumn, float scale, IDataView empty)
    {
        int[] shape = [1, 3, ReadingCanvas.Rows, ReadingCanvas.Columns];
        return context.Transforms
            .ResizeImages(PictureColumn, ReadingCanvas.Columns, ReadingCanvas.Rows, inputColumn, ImageResizingEstimator.ResizingKind.IsoPad)
            .Append(context.Transforms.ExtractPixels(PictureColumn))
            .Append(Onnx(context, model, PictureColumn, shape, scale))
            .Fit(empty);
    }

    // Numbers of any type are made floats first, as the network takes no others.
    private static TransformerChain<OnnxTransformer> FitOnPixels(
        MLContext context, TrainedModel model, string inputColumn, float scale, IDataView empty)
    {
        int[] shape = [1, LeNet5Architecture.InputPixels];
        return context.Transforms.Conversion.ConvertType(PixelColumn, inputColumn)
            .Append(Onnx(context, model, PixelColumn, shape, scale))
            .Fit(empty);
    }

    // The shapes stand for one image a row, where the file leaves the number of images open.
    private static OnnxScoringEstimator Onnx(
        MLContext context, TrainedModel model, string inputName, int[] shape, float scale)
    {
        using var file = new MemoryStream(LeNet5Onnx.Write(model.Parameters, model.Metadata, model.Input, inputName, scale));
        var shapes = new Dictionary<string, int[]> { [inputName] = shape, [LeNet5Onnx.OutputName] = [1, model.Metadata.Classes.Count] };
        return context.Transforms.ApplyOnnxModel([LeNet5Onnx.OutputName], [inputName], file, shapes, recursionLimit: 100);
    }

    private static IDataView EmptyPictures(MLContext context, string column)
    {
        var schema = SchemaDefinition.Create(typeof(PictureRow));
        schema[nameof(PictureRow.Picture)].ColumnName = column;
        return context.Data.LoadFromEnumerable<PictureRow>([], schema);
    }

    private static IDataView EmptyPixels(MLContext context, string column)
    {
        var schema = SchemaDefinition.Create(typeof(PixelRow));
        schema[nameof(PixelRow.Pixels)].ColumnName = column;
        return context.Data.LoadFromEnumerable<PixelRow>([], schema);
    }

    private sealed class PictureRow
    {
        [ImageType(LeNet5Architecture.InputSize, LeNet5Architecture.InputSize)]
        public MLImage? Picture { get; set; }
    }

    private sealed class PixelRow
    {
        [VectorType(LeNet5Architecture.InputPixels)]
        public float[] Pixels { get; set; } = [];
    }
}
