namespace MnistPipeline.Training;

/// <summary>What an epoch is made of: places, each of which shows a digit once. Some are in every epoch, others are drawn for it.</summary>
/// <param name="labels">For each place the index of its digit's class.</param>
/// <param name="always">So many places, the first ones, are in every epoch.</param>
/// <param name="drawn">So many of the others are drawn for each epoch.</param>
internal sealed class EpochPlaces(int[] labels, int always, int drawn)
{
    /// <summary>The places of one epoch.</summary>
    public int Count { get; } = always + drawn;

    /// <summary>The index of the class of a place's digit.</summary>
    public int LabelOf(int place) => labels[place];

    /// <summary>An epoch's places in the order in which they are shown; it depends on the seed and the epoch alone.</summary>
    public int[] Shuffled(int seed, int epoch)
    {
        int[] places = [.. Enumerable.Range(0, labels.Length)];
        SeededRandom.For(seed, RandomPurpose.Replay, epoch).Shuffle(places.AsSpan(always));
        var shown = places[..Count];
        SeededRandom.For(seed, RandomPurpose.Shuffle, epoch).Shuffle(shown.AsSpan());
        return shown;
    }
}
