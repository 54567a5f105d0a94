using MnistPipeline.Engines;
using MnistPipeline.Training.Drawing;
using MnistPipeline.Training.Negatives;

namespace MnistPipeline.Training;

/// <summary>What an epoch shows besides the digits of a data set: digits as other hands write them, and pictures of no digit. There are some for the ten digits alone.</summary>
internal sealed class MadeDigits
{
    private static readonly IReadOnlyList<string> Names = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    private readonly NegativeDigits _negatives;
    private readonly int _seed;

    /// <summary>The places of these pictures.</summary>
    /// <param name="digits">The training digits.</param>
    /// <param name="count">How many of them an epoch shows.</param>
    /// <param name="options">The seed, and how many pictures there are for each digit.</param>
    public MadeDigits(TrainingDigits digits, int count, TrainingOptions options)
    {
        _negatives = new NegativeDigits(digits);
        _seed = options.Seed;
        var classes = digits.Classes.ToList();
        Labels = AreKnownFor(digits.Classes)
            ?
            [
                .. Enumerable.Range(0, (int)(count * (options.Augmentation?.DrawnShare ?? 0))).Select(place => classes.IndexOf(Names[place % Names.Count])),
                .. Enumerable.Repeat(EngineInput.NoClass, (int)(count * options.NegativeShare)),
            ]
            : [];
    }

    /// <summary>For each place the index of a class, or <see cref="EngineInput.NoClass"/>.</summary>
    public int[] Labels { get; }

    /// <summary>Whether there are such pictures for data with these classes: the ten digits, as letters may be classes of others.</summary>
    public static bool AreKnownFor(IReadOnlyList<string> classes) =>
        classes.Count == Names.Count && classes.Order(StringComparer.Ordinal).SequenceEqual(Names);

    /// <summary>Writes the picture of a place, which depends on the seed, the epoch, the place and the training digits alone.</summary>
    /// <param name="place">An index of <see cref="Labels"/>.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="target">Receives 784 bytes.</param>
    public void Present(int place, int epoch, Span<byte> target)
    {
        if (Labels[place] == EngineInput.NoClass)
        {
            _negatives.Present(place, epoch, _seed, target);
            return;
        }

        target.Clear();
        var random = SeededRandom.For(_seed, RandomPurpose.Drawing, epoch, place);
        Allographs.Draw(place % Names.Count, ref random, target);
    }
}
