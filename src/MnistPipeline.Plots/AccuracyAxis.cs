using MnistPipeline.Tuning;

namespace MnistPipeline.Plots;

/// <summary>
/// A vertical axis on which accuracies near 1 stand apart: it goes by the logarithm of the errors, so that half the errors are the
/// same step everywhere.
/// </summary>
internal sealed class AccuracyAxis
{
    private const double MinErrors = 1e-4;
    private const double MaxErrors = 0.5;
    private const double MinStep = 0.04;

    private static readonly double[] Accuracies =
        [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99, 0.992, 0.994, 0.995, 0.996, 0.997, 0.998, 0.999, 0.9995, 0.9999];

    /// <summary>An axis for some accuracies, with a margin.</summary>
    public AccuracyAxis(IReadOnlyList<double> accuracies)
    {
        double[] levels = [.. accuracies.Select(Level)];
        var (low, high) = levels.Length == 0 ? (Level(0.9), Level(0.99)) : (levels.Min(), levels.Max());
        var margin = Math.Max(0.1, 0.06 * (high - low));
        Range = (low - margin, high + margin);
    }

    /// <summary>The levels at the lower and the upper end.</summary>
    public (double Low, double High) Range { get; }

    /// <summary>The levels of round accuracies, none closer to another than their texts have room for.</summary>
    public double[] Ticks
    {
        get
        {
            List<double> ticks = [];
            foreach (var level in Accuracies.Select(Level).Where(level => level >= Range.Low && level <= Range.High).Reverse())
            {
                if (ticks.Count == 0 || ticks[^1] - level >= MinStep * (Range.High - Range.Low))
                {
                    ticks.Add(level);
                }
            }

            return [.. ticks];
        }
    }

    /// <summary>Where a trial stands that has finished an epoch.</summary>
    public static double Level(Trial trial) => Level(trial.Best!.ValidationAccuracy);

    /// <summary>Where an accuracy stands.</summary>
    public static double Level(double accuracy) => -Math.Log10(Math.Clamp(1 - accuracy, MinErrors, MaxErrors));

    /// <summary>What stands at a tick.</summary>
    public static string Label(double level)
    {
        var accuracy = 1 - Math.Pow(10, -level);
        return PlotStyle.Percent(accuracy, accuracy < 0.98 ? 0 : accuracy < 0.9989 ? 1 : 2);
    }
}
