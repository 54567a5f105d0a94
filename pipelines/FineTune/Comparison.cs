using MnistPipeline.Data;
using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Evaluation;
using MnistPipeline.Model.Onnx;

namespace MnistPipeline.Stages.FineTune;

/// <summary>How the old network and the new zip read the same test digits.</summary>
/// <param name="Name">What to call the digits.</param>
/// <param name="Reports">Both reports.</param>
/// <param name="Read">The digits as both networks see them.</param>
internal sealed record Comparison(string Name, ReportComparison Reports, DigitSet Read)
{
    /// <summary>Scores the digits with both: with the old network itself, which is far faster than its zip, and with the new zip as any ML.NET program does.</summary>
    /// <exception cref="BadInputException">The new zip does not know a class.</exception>
    public static Comparison Of(string name, DigitSet digits, TrainedModel before, ScoringModel after, CancellationToken cancellationToken)
    {
        // A zip that takes pixels gets those that came as 28x28, or were made so, and reads them once more.
        var taken = after.ReadsPictures ? digits : new DigitSet(digits.Name, digits.Pixels, digits.Labels, digits.Classes);
        var read = taken.AsRead();
        var classes = before.Metadata.Classes.Count;
        var logits = new float[digits.Count * classes];
        using (var engine = CpuEngine.Create(before.Parameters, new OptimizerOptions(), Environment.ProcessorCount))
        {
            engine.Score(read.Pixels, logits);
        }

        // The outputs that were added stand behind the others, and before there were any, they had no chance.
        var scores = new float[digits.Count * after.ClassNames.Count];
        foreach (var (digit, row) in Softmax.Rows(logits, classes, before.Metadata.Temperature).Chunk(classes).Index())
        {
            row.CopyTo(scores, digit * after.ClassNames.Count);
        }

        var reportBefore = new ClassificationReport(scores, after.LabelsOf(digits), after.ClassNames);
        return new Comparison(name, new ReportComparison(reportBefore, after.Report(digits, cancellationToken)), read);
    }
}
