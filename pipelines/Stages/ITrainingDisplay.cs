using MnistPipeline.Training;

namespace MnistPipeline.Stages;

/// <summary>Shows people how training goes.</summary>
internal interface ITrainingDisplay
{
    /// <summary>Where training stands within an epoch.</summary>
    void ShowProgress(TrainingProgress progress);

    /// <summary>What an epoch came to.</summary>
    void ShowEpoch(EpochMetrics epoch);

    /// <summary>Takes a live line away, so that another line can be written.</summary>
    void Clear();
}
