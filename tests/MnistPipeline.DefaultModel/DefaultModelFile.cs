using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;

namespace MnistPipeline.DefaultModel;

/// <summary>The file that the library embeds for <see cref="DigitReader.Default"/>.</summary>
internal static class DefaultModelFile
{
    /// <summary>The seed of the recipe <c>default</c> that makes it.</summary>
    public const int Seed = 1;

    /// <summary>Where it lies in the repository.</summary>
    public const string Path = "src/MnistPipeline/default.onnx";

    /// <summary>Its bytes: the trained network, whatever it was trained to take in, for 28x28 pixels, whose graph is the smallest.</summary>
    public static byte[] Of(TrainedModel network) => LeNet5Onnx.Write(
        network.Parameters, network.Metadata with { DataSet = "MNIST" }, DigitInput.Pixels, LeNet5Model.InputName, (float)(1 / network.Metadata.Temperature));
}
