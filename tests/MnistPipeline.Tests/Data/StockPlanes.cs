using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace MnistPipeline.Tests.Data;

/// <summary>What ML.NET's own transformers hand the network of a picture.</summary>
internal static class StockPlanes
{
    /// <summary>Alpha and three colours, [channel, row, column] of the reading's canvas.</summary>
    public static byte[] Of(MLImage picture)
    {
        // A picture of just the canvas's size would be handed on and disposed.
        var context = new MLContext();
        using var copy = MLImage.CreateFromPixels(picture.Width, picture.Height, picture.PixelFormat, picture.Pixels);
        var rows = context.Data.LoadFromEnumerable([new Row { Picture = copy }]);
        var planes = context.Transforms.ResizeImages("Planes", 116, 112, nameof(Row.Picture), ImageResizingEstimator.ResizingKind.IsoPad)
            .Append(context.Transforms.ExtractPixels("Planes", colorsToExtract: ImagePixelExtractingEstimator.ColorBits.All, outputAsFloatArray: false))
            .Fit(rows).Transform(rows);
        return planes.GetColumn<byte[]>("Planes").Single();
    }

    private sealed class Row
    {
        [ImageType(28, 28)]
        public MLImage? Picture { get; set; }
    }
}
