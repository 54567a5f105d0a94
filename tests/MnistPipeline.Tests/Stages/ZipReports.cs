using MnistPipeline.Data;
using MnistPipeline.Evaluation;

namespace MnistPipeline.Tests.Stages;

/// <summary>How a zip reads digits.</summary>
internal static class ZipReports
{
    /// <summary>Scores digits of classes that the model knows.</summary>
    public static ClassificationReport Report(this ScoringModel model, DigitSet digits) =>
        new(model.Score(digits, CancellationToken.None), digits.LabelsAmong(model.ClassNames), model.ClassNames);
}
