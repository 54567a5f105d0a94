using MnistPipeline.Training;

namespace MnistPipeline.Tuning;

/// <summary>A range for each hyper-parameter that is varied; the others stay as the start has them.</summary>
internal sealed class SearchSpace
{
    private const int MaxCombinations = 100_000;

    private readonly TrainingOptions _start;
    private readonly SearchRange[] _ranges;

    /// <summary>A space of which every corner can be trained.</summary>
    /// <param name="start">The options that points are laid over.</param>
    /// <param name="ranges">For names of <see cref="HyperParameter.All"/> texts that <see cref="SearchRange.Parse"/> takes.</param>
    /// <exception cref="BadInputException">A name or a range is none, or reaches beyond what can be trained.</exception>
    public SearchSpace(TrainingOptions start, IReadOnlyDictionary<string, string> ranges)
    {
        var names = HyperParameter.All.Select(one => one.Name);
        if (ranges.Keys.Except(names).FirstOrDefault() is { } unknown)
        {
            throw new BadOptionException(nameof(TuningOptions.Ranges), $"There is no hyper-parameter '{unknown}' to search: choose among {string.Join(", ", names)}.");
        }

        _start = start;
        _ranges = [.. HyperParameter.All.Where(one => ranges.ContainsKey(one.Name)).Select(one => SearchRange.Parse(one, ranges[one.Name]))];
        foreach (var range in _ranges)
        {
            foreach (var value in range.Written)
            {
                _ = range.HyperParameter.LaidOver(start, value).Checked();
            }
        }
    }

    /// <summary>The hyper-parameters that have more than one value.</summary>
    public IReadOnlyList<HyperParameter> Varied => [.. _ranges.Where(range => range.Varies).Select(range => range.HyperParameter)];

    /// <summary>
    /// Points of a Latin hypercube (McKay, Beckman, Conover 1979): each range is cut into as many parts as there are points, and
    /// each part holds one point.
    /// </summary>
    /// <param name="count">The number of points: 1 or more.</param>
    /// <param name="seed">The same seed gives the same points.</param>
    /// <returns>The options of each point.</returns>
    public IReadOnlyList<TrainingOptions> LatinHypercube(int count, int seed)
    {
        var points = Enumerable.Repeat(_start, count).ToArray();
        foreach (var (dimension, range) in _ranges.Index())
        {
            var random = SeededRandom.For(seed, RandomPurpose.Search, dimension);
            int[] parts = [.. Enumerable.Range(0, count)];
            random.Shuffle(parts.AsSpan());
            for (var point = 0; point < count; point++)
            {
                points[point] = range.HyperParameter.LaidOver(points[point], range.At((parts[point] + (double)random.NextSingle()) / count));
            }
        }

        return points;
    }

    /// <summary>Every combination of the ranges' values, the last range going fastest.</summary>
    /// <returns>The options of each combination.</returns>
    /// <exception cref="BadInputException">A range has no end of values, or there are too many combinations.</exception>
    public IReadOnlyList<TrainingOptions> Grid()
    {
        var count = _ranges.Aggregate(1.0, (product, range) => product * range.All().Count);
        if (count > MaxCombinations)
        {
            throw new BadOptionException(nameof(TuningOptions.Ranges), $"The grid has {count:N0} combinations, more than the {MaxCombinations:N0} that can be searched: leave ranges out or give fewer values.");
        }

        IEnumerable<TrainingOptions> points = [_start];
        foreach (var range in _ranges)
        {
            points = points.SelectMany(_ => range.All(), range.HyperParameter.LaidOver);
        }

        return [.. points];
    }
}
