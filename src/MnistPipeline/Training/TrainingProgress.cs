namespace MnistPipeline.Training;

/// <summary>Where a training stands within an epoch.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">The number of epochs.</param>
/// <param name="ImagesDone">The digits of this epoch that have been trained on.</param>
/// <param name="Images">The digits of an epoch.</param>
/// <param name="Loss">The mean softmax cross-entropy over the epoch so far, in nats.</param>
/// <param name="ImagesPerSecond">Digits a second in this epoch.</param>
/// <param name="TimeLeft">An estimate of what the rest of the whole training takes.</param>
public readonly record struct TrainingProgress(
    int Epoch, int Epochs, int ImagesDone, int Images, double Loss, double ImagesPerSecond, TimeSpan TimeLeft);
