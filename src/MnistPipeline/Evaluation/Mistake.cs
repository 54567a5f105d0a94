namespace MnistPipeline.Evaluation;

/// <summary>One digit that was answered wrong.</summary>
public sealed class Mistake
{
    internal Mistake(int index, int truth, int answer, double confidence)
    {
        Index = index;
        Truth = truth;
        Answer = answer;
        Confidence = confidence;
    }

    /// <summary>Its position among the digits that were scored.</summary>
    public int Index { get; }

    /// <summary>The index of its class.</summary>
    public int Truth { get; }

    /// <summary>The index of the class that was answered.</summary>
    public int Answer { get; }

    /// <summary>The probability of the wrong answer: 0 to 1.</summary>
    public double Confidence { get; }
}
