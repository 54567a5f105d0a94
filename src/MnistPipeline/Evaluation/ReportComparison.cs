namespace MnistPipeline.Evaluation;

/// <summary>How two classifiers answer the same digits.</summary>
public sealed class ReportComparison
{
    /// <summary>Compares two reports.</summary>
    /// <param name="before">The first one's.</param>
    /// <param name="after">The second one's, of the same digits in the same order and with the same classes.</param>
    public ReportComparison(ClassificationReport before, ClassificationReport after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        Before = before;
        After = after;
    }

    /// <summary>The first one's report.</summary>
    public ClassificationReport Before { get; }

    /// <summary>The second one's, of the same digits in the same order and with the same classes.</summary>
    public ClassificationReport After { get; }

    /// <summary>What was answered wrong before and is not any more, the most confident mistake first.</summary>
    public IReadOnlyList<Mistake> Gained => [.. Before.Mistakes.ExceptBy(After.Mistakes.Select(mistake => mistake.Index), mistake => mistake.Index)];

    /// <summary>What is answered wrong and was not before, the most confident mistake first.</summary>
    public IReadOnlyList<Mistake> Lost => [.. After.Mistakes.ExceptBy(Before.Mistakes.Select(mistake => mistake.Index), mistake => mistake.Index)];

    /// <summary>The classes whose recall has changed, the most changed first.</summary>
    internal IReadOnlyList<(ClassMetrics Before, ClassMetrics After)> ChangedClasses =>
        [.. Before.Classes.Zip(After.Classes)
            .Where(both => both.First.Recall != both.Second.Recall)
            .OrderByDescending(both => Math.Abs(both.Second.Recall - both.First.Recall))];
}
