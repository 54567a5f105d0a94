using System.Globalization;

namespace MnistPipeline.Stages;

/// <summary>A plain line an epoch, for pipes and files.</summary>
internal sealed class PlainTrainingDisplay(TextWriter writer) : ITrainingDisplay
{
    /// <summary>The line of an epoch.</summary>
    public static string EpochLine(
        int epoch, int epochs, double trainLoss, double validationLoss, double validationAccuracy, double imagesPerSecond, bool isBest) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {epoch.ToString(CultureInfo.InvariantCulture).PadLeft(epochs.ToString(CultureInfo.InvariantCulture).Length)}/{epochs}  loss {trainLoss:F4}  validation loss {validationLoss:F4}  accuracy {100 * validationAccuracy:F2} %  {imagesPerSecond:N0} images/s{(isBest ? "  best" : "")}");

    public void ShowProgress(int epoch, int epochs, double share, double loss, double imagesPerSecond, TimeSpan timeLeft)
    {
    }

    public void ShowEpoch(
        int epoch, int epochs, double trainLoss, double validationLoss, double validationAccuracy, double imagesPerSecond, bool isBest) =>
        writer.WriteLine(EpochLine(epoch, epochs, trainLoss, validationLoss, validationAccuracy, imagesPerSecond, isBest));

    public void Clear()
    {
    }
}
