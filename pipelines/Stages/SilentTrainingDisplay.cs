namespace MnistPipeline.Stages;

/// <summary>Shows nothing.</summary>
internal sealed class SilentTrainingDisplay : ITrainingDisplay
{
    public void ShowProgress(int epoch, int epochs, double share, double loss, double imagesPerSecond, TimeSpan timeLeft)
    {
    }

    public void ShowEpoch(
        int epoch, int epochs, double trainLoss, double validationLoss, double validationAccuracy, double imagesPerSecond, bool isBest)
    {
    }

    public void Clear()
    {
    }
}
