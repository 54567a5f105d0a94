using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using MnistPipeline.Data;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;

namespace MnistPipeline.Plots;

/// <summary>What the page knows of a network.</summary>
/// <param name="Architecture">Its sizes.</param>
/// <param name="Classes">The classes' names.</param>
/// <param name="Temperature">By which logits are divided.</param>
/// <param name="RejectBelow">The confidence below which a person should read; null where the model tells none.</param>
/// <param name="Weights">All parameters, as single-precision numbers of the lowest byte first.</param>
/// <param name="Digits">Test digits to take.</param>
/// <param name="Map">Test digits as F6 sees them.</param>
/// <param name="Curve">Errors against rejections over all test digits.</param>
internal sealed record PageData(
    LeNet5Architecture Architecture, IReadOnlyList<string> Classes, double Temperature, double? RejectBelow, byte[] Weights, PageDigits Digits, DigitMap Map, PageCurve Curve)
{
    /// <summary>Collects it.</summary>
    public static PageData From(TrainedModel model, DigitSet test, ClassificationReport report)
    {
        var (parameters, metadata) = (model.Parameters, model.Metadata);
        return new PageData(
            parameters.Architecture,
            metadata.Classes,
            metadata.Temperature,
            metadata.Metrics.Validation?.RejectBelow,
            MemoryMarshal.AsBytes(parameters.Values.AsSpan()).ToArray(),
            PageDigits.From(test, report),
            DigitMap.From(model, test, report),
            PageCurve.From(report.Rejection));
    }
}

/// <summary>Some digits that can be taken to the paper.</summary>
/// <param name="Count">How many test digits there are in all.</param>
/// <param name="Mistakes">How many of them are read wrong.</param>
/// <param name="Pixels">784 bytes each, 0 background, 255 ink, as they came.</param>
/// <param name="Truths">The index of the class of each.</param>
/// <param name="Answers">The index of the class that each was taken for.</param>
internal sealed record PageDigits(int Count, int Mistakes, byte[] Pixels, int[] Truths, int[] Answers)
{
    private const int Most = 20;

    /// <summary>Ten mistakes, the most confident first, and ten digits that were read right, of as many classes as there are.</summary>
    public static PageDigits From(DigitSet test, ClassificationReport report)
    {
        var labels = test.LabelsAmong(report.Confusion.ClassNames);
        var wrong = report.Mistakes.ToDictionary(mistake => mistake.Index);
        var mistakes = report.Mistakes.Take(Most / 2).Select(mistake => mistake.Index).ToList();
        var right = Enumerable.Range(0, test.Count).Where(index => !wrong.ContainsKey(index))
            .GroupBy(index => labels[index]).OrderBy(ofClass => ofClass.Key)
            .SelectMany(ofClass => ofClass.Index()).OrderBy(digit => digit.Index).Select(digit => digit.Item).Take(Most - mistakes.Count).ToList();
        int[] chosen = [.. mistakes, .. right];
        return new PageDigits(
            test.Count,
            report.Mistakes.Count,
            [.. chosen.SelectMany(index => test.PixelsOf(index).ToArray())],
            [.. chosen.Select(index => labels[index])],
            [.. chosen.Select(index => wrong.TryGetValue(index, out var mistake) ? mistake.Answer : labels[index])]);
    }
}

/// <summary>Errors against rejections, at so many places as can be told apart.</summary>
/// <param name="RejectBelow">The confidence below which digits are rejected.</param>
/// <param name="Rejected">How many digits that rejects.</param>
/// <param name="Errors">How many of the others are wrong.</param>
internal sealed record PageCurve(double[] RejectBelow, int[] Rejected, int[] Errors)
{
    private const double LargestShare = 0.25;
    private const int Places = 250;

    /// <summary>From nothing rejected to a quarter.</summary>
    public static PageCurve From(RejectionCurve curve)
    {
        var points = curve.Points.Where(point => point.RejectedShare <= LargestShare)
            .GroupBy(point => (int)(point.RejectedShare / LargestShare * Places)).Select(near => near.First()).ToList();
        return new PageCurve([.. points.Select(point => point.RejectBelow)], [.. points.Select(point => point.Rejected)], [.. points.Select(point => point.Errors)]);
    }
}

/// <summary>The page's JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PageData))]
internal sealed partial class PageJson : JsonSerializerContext;
