namespace MnistPipeline.Training;

/// <summary>
/// What an epoch is made of: places, each of which shows a digit once. Where it shows only a share of the digits, a third of these are those that had the largest
/// losses when they were last shown, and the others are drawn (Loshchilov and Hutter 2015, Online Batch Selection).
/// </summary>
internal sealed class EpochPlaces
{
    private const float HardShare = 1 / 3f;

    private readonly int[] _labels;
    private readonly int _digits;
    private readonly int _made;
    private readonly int _replayed;
    private readonly float _share;

    /// <summary>The places of all epochs.</summary>
    /// <param name="digits">For each place of a digit the index of its class.</param>
    /// <param name="made">The same for the places after them, of what nobody wrote.</param>
    /// <param name="replay">The same for the places at the end, of digits of an earlier training.</param>
    /// <param name="replayed">So many of those at the end are drawn for each epoch.</param>
    /// <param name="share">The share of the digits, and of what nobody wrote, that an epoch shows: above 0, at most 1.</param>
    public EpochPlaces(int[] digits, int[] made, int[] replay, int replayed, float share)
    {
        _labels = [.. digits, .. made, .. replay];
        (_digits, _made, _replayed, _share) = (digits.Length, made.Length, replayed, share);
    }

    /// <summary>The places of one epoch.</summary>
    public int Count => ShareOf(_digits) + ShareOf(_made) + _replayed;

    /// <summary>The index of the class of a place's digit.</summary>
    public int LabelOf(int place) => _labels[place];

    /// <summary>The losses of the digits before the first epoch: above all others; none where epochs show all digits.</summary>
    public float[] FirstLosses() => _share < 1 ? [.. Enumerable.Repeat(float.PositiveInfinity, _digits)] : [];

    /// <summary>An epoch's places in the order in which they are shown; it depends on the seed, the epoch and the losses alone.</summary>
    /// <param name="seed">The training's seed.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="losses">The loss that each digit had when it was last shown, as <see cref="FirstLosses"/> begins them.</param>
    public int[] Shuffled(int seed, int epoch, float[] losses)
    {
        int[] places = [.. Enumerable.Range(0, _labels.Length)];
        var digits = places.AsSpan(0, _digits);
        var made = places.AsSpan(_digits, _made);
        var replay = places.AsSpan(_digits + _made);
        var random = SeededRandom.For(seed, RandomPurpose.Replay, epoch);
        random.Shuffle(replay);
        if (_share < 1)
        {
            SortByLoss(digits, losses);
            random.Shuffle(digits[(int)(HardShare * ShareOf(_digits))..]);
            random.Shuffle(made);
        }

        int[] shown = [.. digits[..ShareOf(_digits)], .. made[..ShareOf(_made)], .. replay[.._replayed]];
        SeededRandom.For(seed, RandomPurpose.Shuffle, epoch).Shuffle(shown.AsSpan());
        return shown;
    }

    // The largest loss first, of the same ones the first place: one number a digit, as these are sorted several times as fast as by a comparison of our own.
    private static void SortByLoss(Span<int> digits, float[] losses)
    {
        var keys = new long[digits.Length];
        for (var digit = 0; digit < keys.Length; digit++)
        {
            // Numbers that are in the order of the losses, below 0 as well.
            var bits = BitConverter.SingleToInt32Bits(losses[digit]);
            keys[digit] = (long)~(bits ^ ((bits >> 31) & int.MaxValue)) << 32 | (uint)digit;
        }

        Array.Sort(keys);
        for (var digit = 0; digit < keys.Length; digit++)
        {
            digits[digit] = (int)keys[digit];
        }
    }

    private int ShareOf(int count) => Math.Max(Math.Min(count, 1), (int)Math.Round((double)_share * count));
}
