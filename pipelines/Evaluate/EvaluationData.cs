using MnistPipeline.Data;

namespace MnistPipeline.Evaluate;

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

    /// <summary>For each digit the index of its class among the model's classes, which are matched by name.</summary>
    /// <exception cref="BadInputException">The model does not know a class.</exception>
    public static int[] LabelsFor(DigitSet digits, IReadOnlyList<string> modelClasses)
    {
        var indices = modelClasses.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);
        return [.. digits.Labels.Select(label => indices.TryGetValue(digits.Classes[label], out var index)
            ? index
            : throw new BadInputException(
                $"{digits.Name} has the class '{digits.Classes[label]}', which the model does not know (it knows {string.Join(", ", modelClasses.Take(12))}): give data with the model's classes."))];
    }

    private static DigitSet Both(DigitSet train, DigitSet test) => new(
        $"{train.Name} and {test.Name}",
        [.. train.Pixels, .. test.Pixels],
        [.. train.Labels, .. test.Labels],
        train.Classes,
        index => index < train.Count ? train.OpenPicture(index) : test.OpenPicture(index - train.Count));
}
