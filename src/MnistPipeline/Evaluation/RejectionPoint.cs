namespace MnistPipeline.Evaluation;

/// <summary>What becomes of labelled digits when the answers below a confidence are rejected.</summary>
public sealed class RejectionPoint
{
    internal RejectionPoint(double rejectBelow, int rejected, int errors, int count)
    {
        RejectBelow = rejectBelow;
        Rejected = rejected;
        Errors = errors;
        Count = count;
    }

    /// <summary>The confidence: 0 to 1.</summary>
    public double RejectBelow { get; }

    /// <summary>The digits whose answers are less confident.</summary>
    public int Rejected { get; }

    /// <summary>The wrong answers among the others, which are accepted.</summary>
    public int Errors { get; }

    /// <summary>All digits.</summary>
    public int Count { get; }

    /// <summary>The share of all digits that is rejected: 0 to 1.</summary>
    public double RejectedShare => (double)Rejected / Count;

    /// <summary>The share of the accepted answers that is wrong, 0 to 1; 0 where all are rejected.</summary>
    public double ErrorShare => Rejected == Count ? 0 : (double)Errors / (Count - Rejected);
}
