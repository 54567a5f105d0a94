namespace MnistPipeline.Training;

/// <summary>Ends a training whose validation accuracy no longer rises.</summary>
public sealed record EarlyStoppingOptions
{
    /// <summary>The options by default, which JSON takes where it names but one of them.</summary>
    public EarlyStoppingOptions(int patience = 5, double minDelta = 0) => (Patience, MinDelta) = (patience, minDelta);

    /// <summary>The number of epochs without improvement after which the training ends: 1 to 10,000.</summary>
    public int Patience { get; init; }

    /// <summary>The rise of the validation accuracy, as a fraction, above which it counts as an improvement: 0 to 1.</summary>
    public double MinDelta { get; init; }

    /// <summary>Refuses what is out of its range.</summary>
    /// <exception cref="BadOptionException">A number is out of its range.</exception>
    internal void Check()
    {
        BadOptionException.ThrowUnless(Patience, 1, 10_000, nameof(Patience));
        BadOptionException.ThrowUnless((float)MinDelta, 0, 1, nameof(MinDelta));
    }

    /// <summary>Whether a training with these epochs behind it ends here.</summary>
    internal bool IsOver(IEnumerable<EpochMetrics> history)
    {
        var best = double.NegativeInfinity;
        var waited = 0;
        foreach (var epoch in history)
        {
            waited++;
            if (epoch.ValidationAccuracy > best + MinDelta)
            {
                best = epoch.ValidationAccuracy;
                waited = 0;
            }
        }

        return waited >= Patience;
    }
}
