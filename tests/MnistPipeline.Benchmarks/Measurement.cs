using System.Diagnostics;

namespace MnistPipeline.Benchmarks;

/// <summary>Something to time, and what it does each time.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Amount">Units (operations, images) of one run.</param>
/// <param name="Run">One run.</param>
internal sealed record Measurement(string Name, double Amount, Action Run)
{
    private readonly List<double> _rates = [];
    private readonly List<double> _processorRates = [];

    /// <summary>The figure of its units a second, as a clock on the wall shows it.</summary>
    /// <param name="reference">What it is compared with; null for nothing.</param>
    public Figure ByClock(Measurement? reference = null) => Figure.From(Name, _rates, RatioTo(reference, measurement => measurement._rates));

    /// <summary>The figure of its units a second of processor time, which other programs do not spoil.</summary>
    /// <param name="unit">Divides the units, such as 1e9.</param>
    /// <param name="reference">What it is compared with; null for nothing.</param>
    public Figure ByProcessor(double unit, Measurement? reference = null) =>
        Figure.From(Name, [.. _processorRates.Select(rate => rate / unit)], RatioTo(reference, measurement => measurement._processorRates));

    /// <summary>Times all measurements round after round, so that a noisy moment of the machine meets all of them alike.</summary>
    /// <param name="measurements">What to time.</param>
    /// <param name="rounds">How often.</param>
    /// <param name="milliseconds">How long each is repeated in a round.</param>
    public static void Interleave(IReadOnlyList<Measurement> measurements, int rounds, double milliseconds)
    {
        foreach (var measurement in measurements)
        {
            measurement.Run();
        }

        for (var round = 0; round < rounds; round++)
        {
            foreach (var measurement in measurements)
            {
                measurement.Time(milliseconds);
            }
        }
    }

    // The middle of the ratios of each round.
    private double? RatioTo(Measurement? other, Func<Measurement, List<double>> rates) => other is null
        ? null
        : rates(this).Zip(rates(other), (rate, reference) => rate / reference).Order().ElementAt(_rates.Count / 2);

    private void Time(double milliseconds)
    {
        var runs = 0;
        var processor = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        do
        {
            Run();
            runs++;
        }
        while (watch.Elapsed.TotalMilliseconds < milliseconds);

        _rates.Add(runs * Amount / watch.Elapsed.TotalSeconds);
        _processorRates.Add(runs * Amount / (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }
}
