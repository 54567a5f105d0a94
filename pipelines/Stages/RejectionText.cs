using System.Globalization;
using MnistPipeline.Evaluation;

namespace MnistPipeline.Stages;

/// <summary>What rejecting uncertain answers comes to, for people.</summary>
internal static class RejectionText
{
    /// <summary>The confidence to type after Predict's <c>--reject</c>, and what it costs and leaves.</summary>
    /// <param name="curve">The digits that choose the confidence.</param>
    public static string Fewest(RejectionCurve curve) => curve.Chosen is { } point
        ? $"errors to be expected under {Number(100 * curve.MaxShare)} % from --reject {Number(point.RejectBelow)} on: {Outcome(point)}"
        : curve.Points[0].Count < curve.MinCount ? $"{curve.Points[0].Count:N0} are too few to tell which --reject keeps the errors under {Number(100 * curve.MaxShare)} %"
        : $"no --reject keeps the errors under {Number(100 * curve.MaxShare)} %";

    /// <summary>What a confidence that other digits chose does.</summary>
    public static string At(RejectionPoint point) => $"--reject {Number(point.RejectBelow)}, as the validation chose: {Outcome(point)}";

    private static string Outcome(RejectionPoint point) => string.Create(
        CultureInfo.InvariantCulture, $"{100 * point.RejectedShare:F2} % rejected, {100 * point.ErrorShare:F3} % of the others wrong");

    private static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);
}
