namespace MnistPipeline.Evaluation;

/// <summary>
/// Errors against rejections: how many answers must be left to a person until the others are good enough, as LeCun, Bottou,
/// Bengio and Haffner (1998) judge a reader of postal codes.
/// </summary>
internal sealed class RejectionCurve
{
    /// <summary>The share of the accepted answers below which errors are few enough: 0.1 %.</summary>
    public const double MaxErrorShare = 0.001;

    // So many times as many counted errors as are few enough are no chance any more where those would be a handful: the answers are not as ErrorTail takes them
    // to be. Of many errors the count itself is to be believed.
    private const double BelievedFactor = 3;
    private const int Handful = 10;

    // No two floats between 0 and 1 need more to be told apart.
    private const int MaxDecimals = 9;

    private readonly float[] _leastAccepted;

    /// <summary>Computes the curve.</summary>
    /// <param name="confidences">For each digit the probability of its answer, 0 to 1.</param>
    /// <param name="isCorrect">For each digit whether the answer is right.</param>
    /// <param name="maxErrorShare">The share of the accepted answers below which errors are few enough.</param>
    /// <exception cref="ArgumentException">There are no digits, or the lengths differ.</exception>
    public RejectionCurve(ReadOnlySpan<float> confidences, ReadOnlySpan<bool> isCorrect, double maxErrorShare = MaxErrorShare)
    {
        if (confidences.IsEmpty || confidences.Length != isCorrect.Length)
        {
            throw new ArgumentException($"{confidences.Length:N0} confidences for {isCorrect.Length:N0} answers.", nameof(confidences));
        }

        var (sorted, correct) = (confidences.ToArray(), isCorrect.ToArray());
        MaxShare = maxErrorShare;
        Array.Sort(sorted, correct);
        var errors = correct.Count(right => !right);
        var points = new List<RejectionPoint> { new(0, 0, errors, sorted.Length) };
        var leastAccepted = new List<float> { sorted[0] };
        for (var rejected = 1; rejected < sorted.Length; rejected++)
        {
            errors -= correct[rejected - 1] ? 0 : 1;
            if (sorted[rejected] > sorted[rejected - 1])
            {
                points.Add(new(Between(sorted[rejected - 1], sorted[rejected]), rejected, errors, sorted.Length));
                leastAccepted.Add(sorted[rejected]);
            }
        }

        Points = points;
        _leastAccepted = [.. leastAccepted];
        // Below half the tail tells nothing, and errors are counted.
        var tail = ErrorTail.Fit(confidences, isCorrect);
        Chosen = sorted.Length < MinCount ? null : points.Find(point =>
            (point.RejectBelow < 0.5 ? point.Errors : tail.Above(point.RejectBelow)) < maxErrorShare * (point.Count - point.Rejected) && point.ErrorShare < maxErrorShare * (maxErrorShare * sorted.Length < Handful ? BelievedFactor : 1));
    }

    /// <summary>The share of the accepted answers below which errors are few enough.</summary>
    public double MaxShare { get; }

    /// <summary>Among fewer answers than these not even one error is few enough.</summary>
    public int MinCount => (int)Math.Round(1 / MaxShare);

    /// <summary>From nothing rejected to all but the most confident answers: a point for each set of digits that a confidence can reject.</summary>
    public IReadOnlyList<RejectionPoint> Points { get; }

    /// <summary>
    /// The first point whose errors are to be expected under <see cref="MaxShare"/> of the accepted answers, by all errors (<see cref="ErrorTail"/>) and not by the handful that
    /// it leaves; null where even the most confident are wrong too often, or there are fewer than <see cref="MinCount"/>.
    /// </summary>
    public RejectionPoint? Chosen { get; }

    /// <summary>What a confidence, perhaps one that other digits chose, rejects of these digits.</summary>
    public RejectionPoint At(double rejectBelow)
    {
        var index = Array.FindIndex(_leastAccepted, confidence => confidence >= (float)rejectBelow);
        return index < 0
            ? new RejectionPoint(rejectBelow, Points[0].Count, 0, Points[0].Count)
            : new RejectionPoint(rejectBelow, Points[index].Rejected, Points[index].Errors, Points[index].Count);
    }

    // The number with the fewest decimals that rejects the one and accepts the other, as people will type it.
    private static double Between(float rejected, float accepted)
    {
        for (var decimals = 1; decimals <= MaxDecimals; decimals++)
        {
            var unit = Math.Pow(10, decimals);
            var candidate = Math.Ceiling(rejected * unit) / unit;
            if ((float)candidate > rejected && (float)candidate <= accepted)
            {
                return candidate;
            }
        }

        return accepted;
    }
}
