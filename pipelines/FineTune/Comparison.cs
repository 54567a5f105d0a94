using MnistPipeline.Data;
using MnistPipeline.Engines;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;

namespace MnistPipeline.Stages.FineTune;

/// <summary>How the old and the new zip read the same test digits.</summary>
/// <param name="Name">What to call the digits.</param>
/// <param name="Reports">Both reports.</param>
/// <param name="Read">The digits as both networks see them.</param>
internal sealed record Comparison(string Name, ReportComparison Reports, DigitSet Read)
{
    /// <summary>Scores the digits with the networks of both zips: the scores are the zips' own, but come far sooner.</summary>
    /// <param name="name">What to call the digits.</param>
    /// <param name="digits">The digits.</param>
    /// <param name="before">The old network.</param>
    /// <param name="after">The new one, whose classes begin with the old one's.</param>
    /// <param name="engine">What computes.</param>
    /// <param name="threads">The threads to compute with.</param>
    /// <exception cref="BadInputException">The new network does not know a class.</exception>
    public static Comparison From(string name, DigitSet digits, TrainedModel before, TrainedModel after, EngineFactory engine, int threads)
    {
        // A zip that takes pixels gets those that came as 28x28, or were made so, and reads them once more.
        var taken = after.Input == DigitInput.Picture ? digits : new DigitSet(digits.Name, digits.Pixels, digits.Labels, digits.Classes);
        var read = taken.AsRead();
        var classes = after.Metadata.Classes;
        var labels = digits.LabelsAmong(classes);
        return new Comparison(name, new ReportComparison(Report(before), Report(after)), read);

        ClassificationReport Report(TrainedModel model)
        {
            var own = model.Metadata.Classes.Count;
            var logits = new float[read.Count * own];
            using (var network = engine(model.Parameters, new OptimizerOptions(), threads))
            {
                network.ComputeLogits(read.Pixels, logits);
            }

            // The outputs that were added stand behind the others, and before there were any, they had no chance.
            var scores = new float[read.Count * classes.Count];
            foreach (var (digit, row) in Softmax.Rows(logits, own, model.Metadata.Temperature).Chunk(own).Index())
            {
                row.CopyTo(scores, digit * classes.Count);
            }

            return new ClassificationReport(scores, labels, classes);
        }
    }
}
