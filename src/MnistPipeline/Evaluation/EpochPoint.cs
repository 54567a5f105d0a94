namespace MnistPipeline.Evaluation;

/// <summary>What one epoch adds to the curves.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainLoss">The mean cross-entropy over the epoch's batches, in nats.</param>
/// <param name="ValidationLoss">The mean cross-entropy over the validation split, in nats; NaN where there is none.</param>
/// <param name="ValidationAccuracy">The share of the validation split answered right, 0 to 1; NaN where there is none.</param>
public sealed record EpochPoint(int Epoch, double TrainLoss, double ValidationLoss, double ValidationAccuracy);
