using System.Globalization;
using MnistPipeline.Training;

namespace MnistPipeline.Stages;

/// <summary>A plain line an epoch, for pipes and files.</summary>
internal sealed class PlainTrainingDisplay(TextWriter writer) : ITrainingDisplay
{
    /// <summary>The line of an epoch.</summary>
    public static string LineOf(EpochMetrics epoch) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {epoch.Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(epoch.Epochs.ToString(CultureInfo.InvariantCulture).Length)}/{epoch.Epochs}  loss {epoch.TrainLoss:F4}  validation loss {epoch.ValidationLoss:F4}  accuracy {100 * epoch.ValidationAccuracy:F2} %  {epoch.ImagesPerSecond:N0} images/s{(epoch.IsBest ? "  best" : "")}");

    public void ShowProgress(TrainingProgress progress)
    {
    }

    public void ShowEpoch(EpochMetrics epoch) => writer.WriteLine(LineOf(epoch));

    public void Clear()
    {
    }
}
