using MnistPipeline.Training;

namespace MnistPipeline.Stages;

/// <summary>Shows nothing.</summary>
internal sealed class SilentTrainingDisplay : ITrainingDisplay
{
    public void ShowProgress(TrainingProgress progress)
    {
    }

    public void ShowEpoch(EpochMetrics epoch)
    {
    }

    public void Clear()
    {
    }
}
