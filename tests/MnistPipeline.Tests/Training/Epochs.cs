using MnistPipeline.Training;

namespace MnistPipeline.Tests.Training;

/// <summary>Metrics of epochs that nobody trained.</summary>
internal static class Epochs
{
    public static EpochMetrics Of(int epoch, double accuracy, double loss = 0.1, double trainLoss = 0.25) => new()
    {
        Epoch = epoch,
        Epochs = 10,
        LearningRate = 0.008f,
        TrainLoss = trainLoss,
        ValidationLoss = loss,
        ValidationAccuracy = accuracy,
        ImagesPerSecond = 60000.4,
        Seconds = 1.23456,
        IsBest = epoch == 1,
    };
}
