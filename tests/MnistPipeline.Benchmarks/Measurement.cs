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

    /// <summary>The middle of all rounds' units a second, as a clock on the wall shows it.</summary>
    public double Median => MedianOf(_rates);

    /// <summary>The middle of all rounds' units a second of processor time, which other programs do not spoil.</summary>
    public double MedianOfProcessor => MedianOf(_processorRates);

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

    /// <summary>The middle of each round's processor rate divided by another measurement's in the same round.</summary>
    public double MedianRatioTo(Measurement other) =>
        MedianOf([.. _processorRates.Zip(other._processorRates, (rate, reference) => rate / reference)]);

    private static double MedianOf(List<double> values) => values.Order().ElementAt(values.Count / 2);

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
