using System.Diagnostics;

namespace MnistPipeline.Training;

/// <summary>Counts the digits and the loss of each epoch, takes the time, and reports both now and then. Nothing that is learned depends on it.</summary>
/// <param name="images">The digits of an epoch.</param>
/// <param name="epochs">The number of epochs.</param>
/// <param name="report">Receives the progress; null for none.</param>
internal sealed class TrainingClock(int images, int epochs, Action<TrainingProgress>? report)
{
    private static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(250);

    private readonly long _started = Stopwatch.GetTimestamp();
    private long _epochStarted;
    private long _reported;
    private long _imagesOfRun;
    private double _lossSum;

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; private set; }

    /// <summary>The digits of this epoch that have been trained on.</summary>
    public int ImagesDone { get; private set; }

    /// <summary>Whether all digits of this epoch have been trained on.</summary>
    public bool IsEpochFinished => ImagesDone == images;

    /// <summary>The mean loss over the epoch so far.</summary>
    public double MeanLoss => _lossSum / ImagesDone;

    /// <summary>The time since the epoch began.</summary>
    public double SecondsOfEpoch => Stopwatch.GetElapsedTime(_epochStarted).TotalSeconds;

    /// <summary>Digits a second since the epoch began.</summary>
    public double ImagesPerSecond => ImagesDone / SecondsOfEpoch;

    /// <summary>Starts an epoch.</summary>
    public void BeginEpoch(int epoch)
    {
        Epoch = epoch;
        ImagesDone = 0;
        _lossSum = 0;
        _epochStarted = Stopwatch.GetTimestamp();
    }

    /// <summary>Adds a batch with its mean loss.</summary>
    public void Add(int count, float loss)
    {
        ImagesDone += count;
        _imagesOfRun += count;
        _lossSum += (double)loss * count;
        if (report is null || Stopwatch.GetElapsedTime(_reported) < Interval)
        {
            return;
        }

        _reported = Stopwatch.GetTimestamp();
        var imagesLeft = (long)images * (epochs - Epoch) + images - ImagesDone;
        var timeLeft = Stopwatch.GetElapsedTime(_started) * ((double)imagesLeft / _imagesOfRun);
        report(new TrainingProgress
        {
            Epoch = Epoch,
            Epochs = epochs,
            ImagesDone = ImagesDone,
            Images = images,
            Loss = MeanLoss,
            ImagesPerSecond = ImagesPerSecond,
            TimeLeft = timeLeft,
        });
    }
}
