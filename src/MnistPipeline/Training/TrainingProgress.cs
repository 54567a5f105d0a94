namespace MnistPipeline.Training;

/// <summary>Where a training stands within an epoch.</summary>
public sealed class TrainingProgress
{
    internal TrainingProgress(int epoch, int epochs, int imagesDone, int images, double loss, double imagesPerSecond, TimeSpan timeLeft)
    {
        Epoch = epoch;
        Epochs = epochs;
        ImagesDone = imagesDone;
        Images = images;
        Loss = loss;
        ImagesPerSecond = imagesPerSecond;
        TimeLeft = timeLeft;
    }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The number of epochs.</summary>
    public int Epochs { get; }

    /// <summary>The digits of this epoch that have been trained on.</summary>
    public int ImagesDone { get; }

    /// <summary>The digits of an epoch.</summary>
    public int Images { get; }

    /// <summary>The mean softmax cross-entropy over the epoch so far, in nats.</summary>
    public double Loss { get; }

    /// <summary>Digits a second in this epoch.</summary>
    public double ImagesPerSecond { get; }

    /// <summary>An estimate of what the rest of the whole training takes.</summary>
    public TimeSpan TimeLeft { get; }
}
