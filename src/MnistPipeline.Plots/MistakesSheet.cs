using MnistPipeline.Evaluation;

namespace MnistPipeline.Plots;

/// <summary>The digits that were answered wrong with the most confidence, as the network read them.</summary>
public static class MistakesSheet
{
    /// <summary>The most digits on a sheet.</summary>
    internal const int MaxDigits = 48;

    /// <summary>Draws up to 48 digits, eight a row, with truth, answer and the confidence in the answer underneath.</summary>
    /// <param name="report">The report whose <see cref="ClassificationReport.Mistakes"/> are shown.</param>
    /// <param name="pixelsOf">The 784 bytes, 0 background, 255 ink, of the digit at an index of the report.</param>
    /// <returns>A PNG file, 1,084 pixels wide.</returns>
    public static byte[] Png(ClassificationReport report, Func<int, ReadOnlyMemory<byte>> pixelsOf)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(pixelsOf);
        var shown = report.Mistakes.Take(MaxDigits).ToList();
        var names = report.Confusion.ClassNames;
        return DigitSheet.Png([(
            Heading(report, shown.Count),
            [.. shown.Select(mistake => new SheetDigit(pixelsOf(mistake.Index), names[mistake.Truth], names[mistake.Answer], mistake.Confidence))])]);
    }

    private static string Heading(ClassificationReport report, int shown)
    {
        var (wrong, total) = (report.Mistakes.Count, PlotStyle.Count(report.Count));
        return wrong == 0 ? $"All {total} digits answered right"
            : wrong > shown ? $"The {shown} most confident of {PlotStyle.Count(wrong)} mistakes over {total} digits: truth → answer, confidence"
            : wrong == 1 ? $"The one mistake over {total} digits: truth → answer, confidence"
            : $"The {wrong} mistakes over {total} digits, the most confident first: truth → answer, confidence";
    }
}
