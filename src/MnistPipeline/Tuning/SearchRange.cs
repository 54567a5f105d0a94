using System.Globalization;

namespace MnistPipeline.Tuning;

/// <summary>The values that a search may give one hyper-parameter: all between two ends, or a few.</summary>
internal sealed class SearchRange
{
    private readonly double[] _values;
    private readonly bool _isInterval;

    private SearchRange(HyperParameter hyperParameter, double[] values, bool isInterval)
    {
        HyperParameter = hyperParameter;
        _values = values;
        _isInterval = isInterval;
    }

    /// <summary>What is varied.</summary>
    public HyperParameter HyperParameter { get; }

    /// <summary>Whether there is more than one value.</summary>
    public bool Varies => _values.Length > 1;

    /// <summary>The values that were written: of an interval its ends.</summary>
    internal IReadOnlyList<double> Written => _values;

    /// <summary>A range as people write it.</summary>
    /// <param name="hyperParameter">What is varied.</param>
    /// <param name="text"><c>4..12</c> for all between two ends, <c>32,64,128</c> or <c>relu</c> for these values alone.</param>
    /// <exception cref="BadInputException">It is no such text.</exception>
    public static SearchRange Parse(HyperParameter hyperParameter, string text)
    {
        string[] ends = text.Split("..", StringSplitOptions.TrimEntries);
        if (ends.Length != 2 || hyperParameter.IsChoice)
        {
            double[] values = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(hyperParameter.Parse).Distinct()];
            return new SearchRange(hyperParameter, values, isInterval: false);
        }

        var (low, high) = (hyperParameter.Parse(ends[0]), hyperParameter.Parse(ends[1]));
        return low <= high
            ? new SearchRange(hyperParameter, low == high ? [low] : [low, high], isInterval: low < high)
            : throw new BadInputException($"{hyperParameter.Name} goes from {ends[0]} down to {ends[1]}: write the lower end first.");
    }

    /// <summary>The value at a share of the range.</summary>
    /// <param name="share">From 0 to below 1; spread evenly, it spreads the values evenly, over their logarithms where factors matter.</param>
    public double At(double share)
    {
        if (!_isInterval)
        {
            return _values[(int)(share * _values.Length)];
        }

        // A whole number stands for the interval up to the next one, so that the last has its share too.
        var (low, high) = (_values[0], HyperParameter.IsWhole ? _values[1] + 1 : _values[1]);
        var value = HyperParameter.IsLogarithmic && low > 0 ? low * Math.Pow(high / low, share) : low + share * (high - low);
        return HyperParameter.IsWhole ? Math.Min(Math.Floor(value), _values[1]) : Rounded(value);
    }

    /// <summary>Every value.</summary>
    /// <exception cref="BadInputException">There is no end of them.</exception>
    public IReadOnlyList<double> All() => !_isInterval ? _values
        : HyperParameter.IsWhole ? [.. Enumerable.Range((int)_values[0], (int)(_values[1] - _values[0]) + 1).Select(value => (double)value)]
        : throw new BadInputException(
            $"{HyperParameter.Name} has no end of values from {HyperParameter.Format(_values[0])} to {HyperParameter.Format(_values[1])}: name some for a grid, as in {HyperParameter.Format(_values[0])},{HyperParameter.Format(_values[1])}.");

    // More than three digits would only make options hard to read.
    private static double Rounded(double value) => double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
