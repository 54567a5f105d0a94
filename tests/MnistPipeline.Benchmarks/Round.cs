namespace MnistPipeline.Benchmarks;

/// <summary>Items of work that depend on all before them, and not on each other.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Seconds">What each takes on a core, in the order in which the threads take them.</param>
internal sealed record Round(string Name, IReadOnlyList<double> Seconds)
{
    /// <summary>The seconds until all are done, where each core takes the next item as soon as it is free.</summary>
    /// <param name="cores">The number of cores, 1 or more.</param>
    public double SecondsOn(int cores)
    {
        var free = new double[cores];
        foreach (var seconds in Seconds)
        {
            var first = Array.IndexOf(free, free.Min());
            free[first] += seconds;
        }

        return free.Max();
    }

    /// <summary>The rounds of a step with the middle of what each item took in many steps.</summary>
    public static IReadOnlyList<Round> Middle(IReadOnlyList<IReadOnlyList<Round>> steps) =>
    [
        .. Enumerable.Range(0, steps[0].Count).Select(round => new Round(steps[0][round].Name,
            [.. Enumerable.Range(0, steps[0][round].Seconds.Count).Select(item => steps.Select(step => step[round].Seconds[item]).Order().ElementAt(steps.Count / 2))])),
    ];
}
