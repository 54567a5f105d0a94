namespace MnistPipeline.Data;

/// <summary>Splits in which each class has the share that it has in the whole.</summary>
public static class StratifiedSplit
{
    /// <summary>
    /// Takes digits out at random. Each class gives its share, to within one digit, and keeps at least one; where many classes
    /// have a single digit, the others give more for them. Both parts keep the order of the whole.
    /// </summary>
    /// <param name="digits">The whole.</param>
    /// <param name="count">How many digits to hold out, from 1 to the number of digits less that of classes.</param>
    /// <param name="seed">The same seed holds out the same digits.</param>
    /// <exception cref="BadInputException">The count is out of range.</exception>
    public static (DigitSet Kept, DigitSet HeldOut) HoldOut(DigitSet digits, int count, int seed)
    {
        ArgumentNullException.ThrowIfNull(digits);
        var byLabel = Enumerable.Range(0, digits.Count).GroupBy(index => digits.Labels[index]).OrderBy(group => group.Key);
        var members = byLabel.Select(group => group.ToArray()).ToArray();
        var most = digits.Count - members.Length;
        if (most < 1)
        {
            throw new BadInputException($"No class of {digits.Name} has more than one digit, so none can be held out: add more digits.");
        }

        if (count < 1 || count > most)
        {
            throw new BadInputException(
                $"{count:N0} of the {digits.Count:N0} digits of {digits.Name} cannot be held out: ask for 1 to {most:N0}, so that each class keeps one.");
        }

        var isHeldOut = new bool[digits.Count];
        var shares = Shares(members, count, digits.Count);
        for (var group = 0; group < members.Length; group++)
        {
            SeededRandom.For(seed, RandomPurpose.Split, group).Shuffle(members[group].AsSpan());
            foreach (var index in members[group].AsSpan(0, shares[group]))
            {
                isHeldOut[index] = true;
            }
        }

        var all = Enumerable.Range(0, digits.Count).ToLookup(index => isHeldOut[index]);
        return (digits.Select(digits.Name, [.. all[false]]), digits.Select($"{digits.Name} (held out)", [.. all[true]]));
    }

    /// <summary>How many each class gives: the whole part of its share, and one more for those with the largest remainders (Hamilton's method).</summary>
    private static int[] Shares(int[][] members, int count, int total)
    {
        var shares = Array.ConvertAll(members, indices => (int)((long)indices.Length * count / total));
        var byRemainder = Enumerable.Range(0, members.Length).OrderByDescending(group => (long)members[group].Length * count % total).ToArray();
        var missing = count - shares.Sum();
        for (var turn = 0; missing > 0; turn++)
        {
            var group = byRemainder[turn % byRemainder.Length];
            if (shares[group] < members[group].Length - 1)
            {
                shares[group]++;
                missing--;
            }
        }

        return shares;
    }
}
