namespace MnistPipeline.Evaluation;

/// <summary>The digits whose confidence lies in one interval.</summary>
/// <param name="From">The interval's lower end, which does not belong to it.</param>
/// <param name="To">The interval's upper end, which belongs to it.</param>
/// <param name="Count">The digits in it.</param>
/// <param name="Confidence">Their mean confidence, 0 to 1; 0 where there are none.</param>
/// <param name="Accuracy">The share of them answered right, 0 to 1; 0 where there are none.</param>
internal sealed record CalibrationBin(double From, double To, int Count, double Confidence, double Accuracy);

/// <summary>
/// Whether digits answered with a confidence of p are right in a share p of the cases: the expected calibration error over
/// 15 intervals of equal width (Guo et al. 2017).
/// </summary>
internal sealed class Calibration
{
    /// <summary>The number of intervals.</summary>
    public const int BinCount = 15;

    /// <summary>Sorts answers into intervals.</summary>
    /// <param name="confidences">For each digit the probability of its answer, 0 to 1.</param>
    /// <param name="isCorrect">For each digit whether the answer is right.</param>
    public Calibration(ReadOnlySpan<float> confidences, ReadOnlySpan<bool> isCorrect)
    {
        var counts = new int[BinCount];
        var confidenceSums = new double[BinCount];
        var correct = new int[BinCount];
        for (var digit = 0; digit < confidences.Length; digit++)
        {
            var bin = Math.Clamp((int)Math.Ceiling((double)confidences[digit] * BinCount) - 1, 0, BinCount - 1);
            counts[bin]++;
            confidenceSums[bin] += confidences[digit];
            correct[bin] += isCorrect[digit] ? 1 : 0;
        }

        Bins = [.. Enumerable.Range(0, BinCount).Select(bin => new CalibrationBin(
            (double)bin / BinCount,
            (bin + 1.0) / BinCount,
            counts[bin],
            counts[bin] == 0 ? 0 : confidenceSums[bin] / counts[bin],
            counts[bin] == 0 ? 0 : (double)correct[bin] / counts[bin]))];
        var total = confidences.Length;
        ExpectedCalibrationError = Bins.Sum(bin => bin.Count * Math.Abs(bin.Accuracy - bin.Confidence)) / Math.Max(1, total);
    }

    /// <summary>The intervals, from the lowest confidence.</summary>
    public IReadOnlyList<CalibrationBin> Bins { get; }

    /// <summary>The mean distance of accuracy and confidence, weighted by the digits of each interval: 0 to 1.</summary>
    public double ExpectedCalibrationError { get; }
}
