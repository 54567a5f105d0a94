using Microsoft.ML;
using MnistPipeline.Data;
using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.MLNet;

/// <summary>A training of a second: three epochs of three thousand digits.</summary>
internal static class ShortTraining
{
    /// <summary>The digits.</summary>
    public static DigitSet Few { get; } = MnistDigits.Train.Select("3,000 digits", [.. Enumerable.Range(0, 3000)]);

    /// <summary>The options.</summary>
    public static LeNet5Options Short { get; } = new() { Epochs = 3, Seed = 1 };

    /// <summary>Trains on <see cref="Few"/>.</summary>
    public static LeNet5Model Train(LeNet5Options options) =>
        new MLContext(1).MulticlassClassification.Trainers.LeNet5(options).Train(Few.ToDataView());
}
