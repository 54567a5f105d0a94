namespace MnistPipeline.Evaluation;

/// <summary>What the scores of labelled digits say about a classifier.</summary>
public sealed class ClassificationReport
{
    // As sklearn's log_loss does for single-precision scores: a certain but wrong answer costs 15.9 nats, not infinitely many.
    private const double MinProbability = 1.1920928955078125e-7;

    private const int FewestJudged = 100;

    /// <summary>Computes the report.</summary>
    /// <param name="scores">[digit, class], probabilities of sum 1 a digit.</param>
    /// <param name="labels">For each digit the index of its class.</param>
    /// <param name="classNames">The classes' names, in the order of the scores.</param>
    /// <exception cref="ArgumentException">There are no digits, the lengths do not fit, or a score is not in 0 to 1.</exception>
    public ClassificationReport(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, IReadOnlyList<string> classNames)
    {
        if (labels.IsEmpty || scores.Length != labels.Length * classNames.Count)
        {
            throw new ArgumentException(
                $"{scores.Length:N0} scores for {labels.Length:N0} digits of {classNames.Count:N0} classes.", nameof(scores));
        }

        var answers = new int[labels.Length];
        var confidences = new float[labels.Length];
        var isCorrect = new bool[labels.Length];
        var logLoss = 0.0;
        for (var digit = 0; digit < labels.Length; digit++)
        {
            var row = scores.Slice(digit * classNames.Count, classNames.Count);
            answers[digit] = IndexOfLargest(row);
            confidences[digit] = row[answers[digit]];
            isCorrect[digit] = answers[digit] == labels[digit];
            logLoss -= Math.Log(Math.Clamp(row[labels[digit]], MinProbability, 1 - MinProbability));
        }

        LogLoss = logLoss / labels.Length;
        Confusion = new ConfusionMatrix(classNames, labels, answers);
        Calibration = new Calibration(confidences, isCorrect);
        Rejection = new RejectionCurve(confidences, isCorrect);
        Classes = [.. Enumerable.Range(0, classNames.Count).Select(index => ClassMetrics.From(Confusion, index))];
        Mistakes = MistakesOf(labels, answers, confidences);

        // As sklearn does, a class that is neither among the labels nor among the answers has no say in the averages.
        var seen = Classes.Where((metrics, index) => metrics.Support > 0 || Confusion.AnswerCount(index) > 0).ToList();
        MacroAverage = new ClassMetrics(
            "macro average", seen.Average(one => one.Precision), seen.Average(one => one.Recall), seen.Average(one => one.F1), Count);
    }

    /// <summary>The number of digits.</summary>
    public int Count => Confusion.Total;

    /// <summary>The share of the digits that were answered right: 0 to 1.</summary>
    public double Accuracy => (double)Confusion.Correct / Count;

    /// <summary>
    /// Whether the answers are no better than those of one who knows nothing but how frequent each class is: as often right as the most frequent class is there, with
    /// two standard deviations allowed, and as sure of the right class as its frequency is. Of fewer than a hundred digits nothing is said.
    /// </summary>
    internal bool IsNoBetterThanChance
    {
        get
        {
            double[] shares = [.. Classes.Select(one => (double)one.Support / Count).Where(share => share > 0)];
            var (highest, entropy) = (shares.Max(), -shares.Sum(share => share * Math.Log(share)));
            return Count >= FewestJudged && highest < 1 && Accuracy <= highest + 2 * Math.Sqrt(highest * (1 - highest) / Count) && LogLoss >= 0.97 * entropy;
        }
    }

    /// <summary>The mean negative logarithm of the probability given to the right class, in nats; probabilities are clipped at 1.2e-7.</summary>
    public double LogLoss { get; }

    /// <summary>Whether confidence can be believed.</summary>
    internal Calibration Calibration { get; }

    /// <summary>How many errors are left when the least confident answers are rejected.</summary>
    internal RejectionCurve Rejection { get; }

    /// <summary>The counts of truths and answers.</summary>
    public ConfusionMatrix Confusion { get; }

    /// <summary>Precision, recall, F1 and support of each class.</summary>
    public IReadOnlyList<ClassMetrics> Classes { get; }

    /// <summary>The unweighted means over the classes that occur among labels or answers.</summary>
    public ClassMetrics MacroAverage { get; }

    /// <summary>Every digit that was answered wrong, the most confident first.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; }

    private static int IndexOfLargest(ReadOnlySpan<float> row)
    {
        var best = 0;
        for (var index = 0; index < row.Length; index++)
        {
            if (!(row[index] >= 0 && row[index] <= 1.0001f))
            {
                throw new ArgumentException($"A score is {row[index]}; probabilities are in 0 to 1.", nameof(row));
            }

            best = row[index] > row[best] ? index : best;
        }

        return best;
    }

    private static List<Mistake> MistakesOf(ReadOnlySpan<int> labels, int[] answers, float[] confidences)
    {
        var mistakes = new List<Mistake>();
        for (var digit = 0; digit < labels.Length; digit++)
        {
            if (labels[digit] != answers[digit])
            {
                mistakes.Add(new Mistake(digit, labels[digit], answers[digit], confidences[digit]));
            }
        }

        return [.. mistakes.OrderByDescending(mistake => mistake.Confidence).ThenBy(mistake => mistake.Index)];
    }
}
