using Microsoft.ML;
using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;
using MnistPipeline.Training;

namespace MnistPipeline.Tests;

/// <summary>The network for strings that the library brings along, in the forms in which people hand it over.</summary>
internal static class TrainedStringNetwork
{
    private static readonly Lazy<TrainedModel> Embedded = new(() => ModelFile.LoadEmbedded("strings.onnx"));

    private static readonly Lazy<byte[]> Saved = new(() =>
    {
        using var zip = new MemoryStream();
        ModelZip.Write(zip, StockStrings.Build(new MLContext(), Network, "Image"));
        return zip.ToArray();
    });

    /// <summary>The network.</summary>
    public static TrainedModel Network => Embedded.Value;

    /// <summary>Its model.onnx.</summary>
    public static byte[] File() => LeNet5Onnx.WriteWindows(Network.Parameters, Network.Metadata);

    /// <summary>Its model.zip.</summary>
    public static byte[] Zip => Saved.Value;

    /// <summary>Digits whose pixels are as they are read already.</summary>
    public static TrainingDigits Digits(MnistPipeline.Data.DigitSet digits) => new(digits, new MnistPipeline.Data.DigitsAsRead(digits));
}
