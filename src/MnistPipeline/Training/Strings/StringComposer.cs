using System.Numerics.Tensors;
using MnistPipeline.Model.Strings;

namespace MnistPipeline.Training.Strings;

/// <summary>
/// Sets digits side by side as one hand writes them, apart, tight, touching or overlapping, as the reading would give them. What is in a row depends on the
/// seed, the epoch, the place and the digits alone.
/// </summary>
/// <param name="digits">The digits, of which those as read are taken.</param>
internal sealed class StringComposer(TrainingDigits digits)
{
    /// <summary>The longest string.</summary>
    public const int MaxLength = 9;

    // Before the first digit and behind the last one, so that a window finds nothing there.
    private const int Margin = 22;

    // Ink up to this is the soft edge of a stroke.
    private const byte MaxEdge = 60;

    // Of a digit that hangs over the one before so many columns reach beyond it.
    private const int MinSeen = 3;

    /// <summary>Composes the string of one place, of 1 to <see cref="MaxLength"/> digits.</summary>
    public StringRow Compose(int seed, int epoch, int place)
    {
        var random = SeededRandom.For(seed, RandomPurpose.Composition, epoch, place);
        var length = 1 + random.NextIndex(MaxLength);

        // One hand in two keeps to one spacing.
        Spacing? spacing = random.NextIndex(2) == 0 ? (Spacing)random.NextIndex(4) : null;
        return Compose(length, spacing, ref random);
    }

    /// <summary>Composes a string.</summary>
    /// <param name="length">How many digits it has, 1 or more.</param>
    /// <param name="spacing">How near to each other they are; null for now so, now so.</param>
    /// <param name="random">What to draw from.</param>
    public StringRow Compose(int length, Spacing? spacing, ref SeededRandom random)
    {
        var hand = Hand.Draw(ref random);
        var stride = 2 * Margin + 2 * Digit.Size * length;
        var canvas = new byte[Digit.Size * stride];
        var (text, extents) = (new int[length], new IndexRange[length]);
        Span<byte> glyph = stackalloc byte[Digit.Pixels];
        Span<IndexRange> ink = stackalloc IndexRange[Digit.Size];
        Span<int> reached = stackalloc int[Digit.Size];
        reached.Fill(int.MinValue / 2);
        for (var place = 0; place < length; place++)
        {
            var index = random.NextIndex(digits.Count);
            hand.Next(ref random).Apply(digits.AsRead(index), glyph);
            var own = Measure(glyph, ink);
            var left = place == 0 ? Margin - own.First : Place(spacing ?? (Spacing)random.NextIndex(4), own, ink, extents[place - 1], reached, ref random);
            text[place] = digits.Labels[index];
            extents[place] = new IndexRange(left + own.First, left + own.Last);
            for (var row = 0; row < Digit.Size; row++)
            {
                reached[row] = ink[row].Count > 0 ? left + ink[row].Last : int.MinValue / 2;
                var target = canvas.AsSpan(row * stride + left, Digit.Size);
                TensorPrimitives.Max(target, glyph.Slice(row * Digit.Size, Digit.Size), target);
            }
        }

        var columns = extents.Max(extent => extent.Last) + 1 + Margin;
        var pixels = new byte[Digit.Size * columns];
        for (var row = 0; row < Digit.Size; row++)
        {
            canvas.AsSpan(row * stride, columns).CopyTo(pixels.AsSpan(row * columns));
        }

        return new StringRow(pixels, columns, text, extents);
    }

    // The columns of the ink in each row, and of all of it; what has no ink has no columns.
    private static IndexRange Measure(ReadOnlySpan<byte> glyph, Span<IndexRange> ink)
    {
        var (first, last) = (Digit.Size, -1);
        for (var row = 0; row < Digit.Size; row++)
        {
            var pixels = glyph.Slice(row * Digit.Size, Digit.Size);
            ink[row] = new IndexRange(pixels.IndexOfAnyExceptInRange((byte)0, MaxEdge), pixels.LastIndexOfAnyExceptInRange((byte)0, MaxEdge));
            if (ink[row].First < 0)
            {
                ink[row] = new IndexRange(0, -1);
                continue;
            }

            (first, last) = (Math.Min(first, ink[row].First), Math.Max(last, ink[row].Last));
        }

        return last < 0 ? new IndexRange(Digit.Size / 2, Digit.Size / 2) : new IndexRange(first, last);
    }

    // The column of the row on which a digit's own first column comes to lie.
    private static int Place(Spacing spacing, IndexRange own, ReadOnlySpan<IndexRange> ink, IndexRange before, ReadOnlySpan<int> reached, ref SeededRandom random)
    {
        switch (spacing)
        {
            case Spacing.Apart: return before.Last + 3 + random.NextIndex(8) - own.First;
            case Spacing.Tight: return before.Last + 1 + random.NextIndex(3) - own.First;
            default: break;
        }

        // Where it just does not meet the one before, in any row or the next one.
        var closest = int.MinValue;
        for (var row = 0; row < Digit.Size; row++)
        {
            for (var other = Math.Max(0, row - 1); other <= Math.Min(Digit.Size - 1, row + 1); other++)
            {
                closest = ink[row].Count > 0 ? Math.Max(closest, reached[other] + 1 - ink[row].First) : closest;
            }
        }

        var deeper = spacing == Spacing.Touching ? random.NextIndex(3) : 2 + random.NextIndex(3);
        var least = Math.Max(before.Last + MinSeen - own.Last, before.Last + 1 - own.Count * 2 / 3 - own.First);
        return Math.Max(closest - deeper, least);
    }
}
