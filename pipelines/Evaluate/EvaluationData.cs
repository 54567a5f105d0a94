using MnistPipeline.Data;

namespace MnistPipeline.Stages.Evaluate;

/// <summary>The digits that are evaluated.</summary>
internal static class EvaluationData
{
    /// <summary>One part of a data set, or both.</summary>
    /// <param name="parts">The data set.</param>
    /// <param name="part"><c>train</c>, <c>test</c> or <c>all</c>.</param>
    public static DigitSet Part(DigitParts parts, string part) => part switch
    {
        "train" => parts.Train,
        "test" => parts.Test,
        _ => Both(parts.Train, parts.Test),
    };

    private static DigitSet Both(DigitSet train, DigitSet test) => new(
        $"{train.Name} and {test.Name}",
        [.. train.Pixels, .. test.Pixels],
        [.. train.Labels, .. test.Labels],
        train.Classes,
        index => index < train.Count ? train.OpenPicture(index) : test.OpenPicture(index - train.Count));
}
