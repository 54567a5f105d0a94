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
        _ => DigitSet.Concat([parts.Train, parts.Test]),
    };
}
