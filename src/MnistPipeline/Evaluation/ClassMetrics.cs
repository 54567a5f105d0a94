namespace MnistPipeline.Evaluation;

/// <summary>How well one class is told from the others; each share is 0 where its denominator is 0.</summary>
public sealed class ClassMetrics
{
    internal ClassMetrics(string name, double precision, double recall, double f1, int support)
    {
        Name = name;
        Precision = precision;
        Recall = recall;
        F1 = f1;
        Support = support;
    }

    /// <summary>The class's name.</summary>
    public string Name { get; }

    /// <summary>Of the digits answered with this class, the share that are of it: 0 to 1.</summary>
    public double Precision { get; }

    /// <summary>Of the digits of this class, the share answered with it: 0 to 1.</summary>
    public double Recall { get; }

    /// <summary>The harmonic mean of precision and recall: 0 to 1.</summary>
    public double F1 { get; }

    /// <summary>The digits of this class.</summary>
    public int Support { get; }

    /// <summary>The metrics of one class of a confusion matrix.</summary>
    internal static ClassMetrics From(ConfusionMatrix confusion, int index)
    {
        var correct = confusion[index, index];
        var support = confusion.TruthCount(index);
        var answered = confusion.AnswerCount(index);
        return new ClassMetrics(
            confusion.ClassNames[index], Share(correct, answered), Share(correct, support), Share(2 * correct, support + answered), support);
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
