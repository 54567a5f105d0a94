namespace MnistPipeline.Stages;

/// <summary>Shows people how training goes.</summary>
internal interface ITrainingDisplay
{
    /// <summary>Where training stands within an epoch.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="epochs">The number of epochs.</param>
    /// <param name="share">How much of the epoch is done: 0 to 1.</param>
    /// <param name="loss">The mean cross-entropy of the epoch so far, in nats.</param>
    /// <param name="imagesPerSecond">Training digits a second.</param>
    /// <param name="timeLeft">An estimate for the rest of the training.</param>
    void ShowProgress(int epoch, int epochs, double share, double loss, double imagesPerSecond, TimeSpan timeLeft);

    /// <summary>What an epoch came to.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="epochs">The number of epochs.</param>
    /// <param name="trainLoss">The mean cross-entropy over its training digits, in nats.</param>
    /// <param name="validationLoss">The mean cross-entropy over the validation split, in nats.</param>
    /// <param name="validationAccuracy">The share of the validation split read right: 0 to 1.</param>
    /// <param name="imagesPerSecond">Training digits a second.</param>
    /// <param name="isBest">Whether no earlier epoch was as good.</param>
    void ShowEpoch(
        int epoch, int epochs, double trainLoss, double validationLoss, double validationAccuracy, double imagesPerSecond, bool isBest);

    /// <summary>Takes a live line away, so that another line can be written.</summary>
    void Clear();
}
