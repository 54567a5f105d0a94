namespace MnistPipeline.Evaluation;

/// <summary>How a string of digits was read.</summary>
/// <param name="Truth">Its digits.</param>
/// <param name="Text">The digits that were read.</param>
/// <param name="Confidence">How sure that was: 0 to 1.</param>
internal readonly record struct StringAnswer(string Truth, string Text, double Confidence)
{
    /// <summary>The first and the last column of the row that each digit which was read has for itself.</summary>
    public IReadOnlyList<(int First, int Last)> Columns { get; init; } = [];

    /// <summary>Whether all digits are right, and none is missing or too many.</summary>
    public bool IsRight => Truth == Text;
}

/// <summary>How many strings of one length were read right.</summary>
/// <param name="Length">The number of digits.</param>
/// <param name="Count">The strings.</param>
/// <param name="Right">Those read right.</param>
internal sealed record LengthMetrics(int Length, int Count, int Right);

/// <summary>What the answers to strings of known text say about a reader.</summary>
internal sealed class StringReport
{
    /// <summary>The share of the accepted strings below which errors are few enough: 1 %.</summary>
    public const double MaxErrorShare = 0.01;

    /// <summary>Computes the report.</summary>
    /// <param name="answers">One a string.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public StringReport(IReadOnlyList<StringAnswer> answers)
    {
        Answers = answers;
        Accuracy = (double)answers.Count(answer => answer.IsRight) / answers.Count;
        DigitErrorRate = (double)answers.Sum(answer => EditDistance(answer.Truth, answer.Text)) / Math.Max(1, answers.Sum(answer => answer.Truth.Length));
        ByLength = [.. answers.GroupBy(answer => answer.Truth.Length).OrderBy(same => same.Key).Select(same => new LengthMetrics(same.Key, same.Count(), same.Count(answer => answer.IsRight)))];
        Rejection = new RejectionCurve([.. answers.Select(answer => (float)answer.Confidence)], [.. answers.Select(answer => answer.IsRight)], MaxErrorShare);
        Mistakes = [.. Enumerable.Range(0, answers.Count).Where(index => !answers[index].IsRight).OrderByDescending(index => answers[index].Confidence)];
    }

    /// <summary>The answers.</summary>
    public IReadOnlyList<StringAnswer> Answers { get; }

    /// <summary>The share of the strings that were read wholly right: 0 to 1.</summary>
    public double Accuracy { get; }

    /// <summary>The digits that have to be changed, added or taken out until all strings are right, for each digit that there is.</summary>
    public double DigitErrorRate { get; }

    /// <summary>How strings of each length were read.</summary>
    public IReadOnlyList<LengthMetrics> ByLength { get; }

    /// <summary>How many errors are left when the least confident answers are rejected.</summary>
    public RejectionCurve Rejection { get; }

    /// <summary>The strings that were read wrong, the most confident first.</summary>
    public IReadOnlyList<int> Mistakes { get; }

    /// <summary>How many digits have to be changed, added or taken out to make one text the other (Levenshtein).</summary>
    public static int EditDistance(string truth, string text)
    {
        int[] before = [.. Enumerable.Range(0, text.Length + 1)];
        for (var row = 1; row <= truth.Length; row++)
        {
            var here = new int[text.Length + 1];
            here[0] = row;
            for (var column = 1; column <= text.Length; column++)
            {
                var changed = before[column - 1] + (truth[row - 1] == text[column - 1] ? 0 : 1);
                here[column] = Math.Min(changed, Math.Min(before[column], here[column - 1]) + 1);
            }

            before = here;
        }

        return before[text.Length];
    }
}
