using MnistPipeline.Data;
using MnistPipeline.Evaluation;

namespace MnistPipeline.Stages.FineTune;

/// <summary>How the old and the new zip read the same test digits, as any ML.NET program reads with them.</summary>
/// <param name="Name">What to call the digits.</param>
/// <param name="Reports">Both reports.</param>
/// <param name="PixelsOf">The 784 bytes of a digit as both networks see it.</param>
internal sealed record Comparison(string Name, ReportComparison Reports, Func<int, ReadOnlyMemory<byte>> PixelsOf)
{
    /// <summary>Scores the digits with both.</summary>
    /// <exception cref="BadInputException">The new zip does not know a class.</exception>
    public static Comparison Of(string name, DigitSet digits, ScoringModel before, ScoringModel after, CancellationToken cancellationToken)
    {
        // The outputs that were added stand behind the others, and before there were any, they had no chance.
        var scores = new float[digits.Count * after.ClassNames.Count];
        foreach (var (digit, row) in before.Score(digits, cancellationToken).Chunk(before.ClassNames.Count).Index())
        {
            row.CopyTo(scores, digit * after.ClassNames.Count);
        }

        return new Comparison(
            name,
            new ReportComparison(new ClassificationReport(scores, after.LabelsOf(digits), after.ClassNames), after.Report(digits, cancellationToken)),
            index => after.AsRead(digits, index));
    }
}
