using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;

namespace MnistPipeline.DefaultModel;

/// <summary>The file that the library embeds for <see cref="DigitStringReader.Default"/>.</summary>
internal static class StringsModelFile
{
    /// <summary>Where it lies in the repository.</summary>
    public const string Path = "src/MnistPipeline/strings.onnx";

    /// <summary>Its bytes.</summary>
    /// <exception cref="BadInputException">The network reads single digits.</exception>
    public static byte[] Of(TrainedModel network) => network.Input.IsOfStrings()
        ? LeNet5Onnx.WriteWindows(network.Parameters, network.Metadata with { DataSet = "MNIST" })
        : throw new BadInputException("The model reads single digits: give one of Train --strings.");
}
