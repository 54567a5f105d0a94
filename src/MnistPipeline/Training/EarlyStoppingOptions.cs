namespace MnistPipeline.Training;

/// <summary>Ends a training whose validation accuracy no longer rises.</summary>
public sealed record EarlyStoppingOptions
{
    /// <summary>The number of epochs without improvement after which the training ends: 1 to 10,000.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>The rise of the validation accuracy, as a fraction, above which it counts as an improvement: 0 to 1.</summary>
    public double MinDelta { get; init; }

    /// <summary>Returns these options if every number is in its range.</summary>
    /// <exception cref="BadInputException">A number is out of its range.</exception>
    internal EarlyStoppingOptions Validated()
    {
        if (Patience is < 1 or > 10_000)
        {
            throw new BadInputException($"EarlyStopping's Patience is {Patience:N0}: choose a whole number from 1 to 10,000.");
        }

        if (!(MinDelta >= 0 && MinDelta <= 1))
        {
            throw new BadInputException($"EarlyStopping's MinDelta is {MinDelta}: choose a number from 0 to 1.");
        }

        return this;
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
