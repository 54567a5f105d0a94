using Microsoft.ML;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model.Onnx;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training;
using MnistPipeline.Training.Strings;

namespace MnistPipeline.Tests;

/// <summary>A network that a few thousand strings have taught, which reads short ones mostly right.</summary>
internal static class TrainedStringNetwork
{
    private static readonly Lazy<TrainedStrings> Learned = new(() =>
    {
        using var folder = new TemporaryFolder();
        var options = TrainingOptions.Recipe("strings") with
        {
            Network = new(),
            StringsPerEpoch = 16_000,
            Epochs = 1,
            LearningRate = 0.004f,
            AveragingDecay = 0.98f,
            Seed = 1,
        };
        return new StringTraining(CpuEngine.Create, new StringLessons(Digits(MnistDigits.Train), Digits(MnistDigits.First(2000))), options).Run(RunFolder.Within(folder.Path));
    });

    private static readonly Lazy<byte[]> Saved = new(() =>
    {
        using var zip = new MemoryStream();
        new MLContext().Model.Save(StockStrings.Build(new MLContext(), Trained.Network, "Image"), null, zip);
        return zip.ToArray();
    });

    /// <summary>The network.</summary>
    public static TrainedStrings Trained => Learned.Value;

    /// <summary>Its model.onnx.</summary>
    public static byte[] File() => LeNet5Onnx.WriteWindows(Trained.Network.Parameters, Trained.Network.Metadata);

    /// <summary>Its model.zip.</summary>
    public static byte[] Zip => Saved.Value;

    /// <summary>Digits whose pixels are as they are read already.</summary>
    public static TrainingDigits Digits(MnistPipeline.Data.DigitSet digits) => new(digits, new MnistPipeline.Data.DigitsAsRead(digits));
}
