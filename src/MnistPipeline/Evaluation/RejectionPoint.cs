namespace MnistPipeline.Evaluation;

/// <summary>What becomes of labelled digits when the answers below a confidence are rejected.</summary>
/// <param name="RejectBelow">The confidence: 0 to 1.</param>
/// <param name="Rejected">The digits whose answers are less confident.</param>
/// <param name="Errors">The wrong answers among the others, which are accepted.</param>
/// <param name="Count">All digits.</param>
internal sealed record RejectionPoint(double RejectBelow, int Rejected, int Errors, int Count)
{
    /// <summary>The share of all digits that is rejected: 0 to 1.</summary>
    public double RejectedShare => (double)Rejected / Count;

    /// <summary>The share of the accepted answers that is wrong, 0 to 1; 0 where all are rejected.</summary>
    public double ErrorShare => Rejected == Count ? 0 : (double)Errors / (Count - Rejected);
}
