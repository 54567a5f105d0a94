namespace MnistPipeline.Training;

/// <summary>Writes what the network sees at one place of one epoch.</summary>
/// <param name="place">The place of <see cref="EpochPlaces"/>.</param>
/// <param name="epoch">The epoch, from 1.</param>
/// <param name="target">Receives 784 bytes.</param>
internal delegate void PresentDigit(int place, int epoch, Span<byte> target);

/// <summary>Batches of digits: shuffled, one of the two variants, distorted.</summary>
/// <param name="places">What an epoch shows.</param>
/// <param name="losses">The loss that each digit had when it was last shown, as the places of the epochs want it.</param>
/// <param name="present">Writes what the network sees at a place.</param>
/// <param name="options">Validated options.</param>
internal sealed class DigitBatches(EpochPlaces places, float[] losses, PresentDigit present, TrainingOptions options) : IBatchSource<Batch>
{
    /// <inheritdoc/>
    public Batch CreateBatch() => new(Math.Min(options.BatchSize, places.Count));

    /// <inheritdoc/>
    public int[] Order(int epoch) => places.Shuffled(options.Seed, epoch, losses);

    /// <inheritdoc/>
    public void Fill(Batch batch, ReadOnlySpan<int> shown, int epoch)
    {
        batch.Count = shown.Length;
        shown.CopyTo(batch.PlaceBuffer);
        ParallelLoop.Run(
            shown.Length,
            position =>
            {
                var place = batch.PlaceBuffer[position];
                batch.LabelBuffer[position] = places.LabelOf(place);
                present(place, epoch, batch.ImageBuffer.AsSpan(position * Digit.Pixels, Digit.Pixels));
            },
            threads: options.ThreadCount);
    }
}
