namespace MnistPipeline.Evaluation;

/// <summary>How well one class is told from the others; each share is 0 where its denominator is 0.</summary>
/// <param name="Name">The class's name.</param>
/// <param name="Precision">Of the digits answered with this class, the share that are of it: 0 to 1.</param>
/// <param name="Recall">Of the digits of this class, the share answered with it: 0 to 1.</param>
/// <param name="F1">The harmonic mean of precision and recall: 0 to 1.</param>
/// <param name="Support">The digits of this class.</param>
public sealed record ClassMetrics(string Name, double Precision, double Recall, double F1, int Support)
{
    /// <summary>The metrics of one class of a confusion matrix.</summary>
    internal static ClassMetrics Of(ConfusionMatrix confusion, int index)
    {
        var correct = confusion[index, index];
        var support = confusion.TruthCount(index);
        var answered = confusion.AnswerCount(index);
        return new ClassMetrics(
            confusion.ClassNames[index], Share(correct, answered), Share(correct, support), Share(2 * correct, support + answered), support);
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
