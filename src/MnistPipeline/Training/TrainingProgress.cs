namespace MnistPipeline.Training;

/// <summary>Where a training stands within an epoch.</summary>
public sealed class TrainingProgress
{
    internal TrainingProgress()
    {
    }

    /// <summary>Which of the <see cref="TrainingOptions.Teachers"/> learns, from 1; 0 where the network itself does.</summary>
    public int Teacher { get; internal init; }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; internal init; }

    /// <summary>The number of epochs.</summary>
    public int Epochs { get; internal init; }

    /// <summary>The digits of this epoch that have been trained on.</summary>
    public int ImagesDone { get; internal init; }

    /// <summary>The digits of an epoch.</summary>
    public int Images { get; internal init; }

    /// <summary>The mean softmax cross-entropy over the epoch so far, in nats.</summary>
    public double Loss { get; internal init; }

    /// <summary>Digits a second in this epoch.</summary>
    public double ImagesPerSecond { get; internal init; }

    /// <summary>An estimate of what the rest of the whole training takes.</summary>
    public TimeSpan TimeLeft { get; internal init; }

    /// <summary>The same of a teacher, after which there are so many epochs of others.</summary>
    internal TrainingProgress OfTeacher(int teacher, int epochsLater) => new()
    {
        Teacher = teacher,
        Epoch = Epoch,
        Epochs = Epochs,
        ImagesDone = ImagesDone,
        Images = Images,
        Loss = Loss,
        ImagesPerSecond = ImagesPerSecond,
        TimeLeft = TimeLeft + TimeSpan.FromSeconds((double)epochsLater * Images / ImagesPerSecond),
    };
}
