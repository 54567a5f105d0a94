namespace MnistPipeline.Training.Negatives;

/// <summary>
/// Pictures of no digit, as the reading would give them, so that a network learns to be unsure of what it has not learned to read
/// (Hendrycks, Mazeika, Dietterich, "Deep Anomaly Detection with Outlier Exposure", 2019). What is in one depends on the seed, the
/// epoch, the place and the training digits alone.
/// </summary>
/// <param name="digits">The training digits, some of which are turned over or set side by side.</param>
internal sealed class NegativeDigits(TrainingDigits digits)
{
    /// <summary>Writes one negative.</summary>
    /// <param name="place">Its place in the epoch.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="seed">The training's seed.</param>
    /// <param name="target">Receives 784 bytes.</param>
    public void Present(int place, int epoch, int seed, Span<byte> target)
    {
        var random = SeededRandom.For(seed, RandomPurpose.Negative, epoch, place);
        target.Clear();
        switch (random.NextIndex(33))
        {
            case < 9: DrawnNegative.Letter(ref random, target); break;
            case < 14: DrawnNegative.Strokes(ref random, target); break;
            case < 18: DrawnNegative.Scribble(ref random, target); break;
            case < 21: DrawnNegative.Text(ref random, target); break;
            case < 22: DigitNegative.Turned(digits, ref random, target); break;
            case < 24: DigitNegative.SideBySide(digits, ref random, target); break;
            case < 28: SurfaceNegative.Shadow(ref random, target); break;
            case 28: SurfaceNegative.Specks(ref random, target); break;
            case 29: SurfaceNegative.Clouds(ref random, target); break;
            case 30: SurfaceNegative.Stripes(ref random, target); break;
            case 31: SurfaceNegative.Corner(ref random, target); break;
            default: break;
        }
    }
}
