namespace MnistPipeline.Evaluation;

/// <summary>How often digits of each class were answered with each class.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] _counts; // [truth, answer]

    /// <summary>Counts truths and answers.</summary>
    /// <param name="classNames">The classes' names.</param>
    /// <param name="truths">For each digit the index of its class.</param>
    /// <param name="answers">For each digit the index of the class that was answered.</param>
    public ConfusionMatrix(IReadOnlyList<string> classNames, ReadOnlySpan<int> truths, ReadOnlySpan<int> answers)
    {
        ClassNames = classNames;
        Total = truths.Length;
        _counts = new int[classNames.Count * classNames.Count];
        for (var digit = 0; digit < truths.Length; digit++)
        {
            _counts[truths[digit] * classNames.Count + answers[digit]]++;
        }
    }

    /// <summary>The classes' names, in the order of rows and columns.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The digits of class <paramref name="truth"/> that were answered with class <paramref name="answer"/>.</summary>
    public int this[int truth, int answer] => _counts[truth * ClassNames.Count + answer];

    /// <summary>The number of digits.</summary>
    public int Total { get; }

    /// <summary>The digits that were answered with their own class.</summary>
    public int Correct => Enumerable.Range(0, ClassNames.Count).Sum(index => this[index, index]);

    /// <summary>The digits of a class: the sum of its row.</summary>
    public int TruthCount(int truth) => Enumerable.Range(0, ClassNames.Count).Sum(answer => this[truth, answer]);

    /// <summary>The digits that were answered with a class: the sum of its column.</summary>
    public int AnswerCount(int answer) => Enumerable.Range(0, ClassNames.Count).Sum(truth => this[truth, answer]);

    /// <summary>The counts as rows, one a true class.</summary>
    internal int[][] Rows() => [.. _counts.Chunk(ClassNames.Count)];
}
