using MnistPipeline.Data;
using MnistPipeline.Evaluation;

namespace MnistPipeline.Plots;

/// <summary>The digits that a second network reads right where a first one did not, and those that it lost, as both read them.</summary>
public static class ChangesSheet
{
    /// <summary>The most digits under a heading.</summary>
    internal const int MaxDigits = 40;

    /// <summary>Draws two sections for each set of digits: gained, and lost; eight digits a row.</summary>
    /// <param name="sets">What to call the digits, both reports, and the digits as the networks read them.</param>
    /// <returns>A PNG file, 1,084 pixels wide.</returns>
    public static byte[] Png(IReadOnlyList<(string Name, ReportComparison Reports, DigitSet Digits)> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        return DigitSheet.Png([.. sets.SelectMany(set => Sections(set.Name, set.Reports, set.Digits))]);
    }

    private static IEnumerable<(string, IReadOnlyList<SheetDigit>)> Sections(
        string name, ReportComparison reports, DigitSet digits)
    {
        var names = reports.After.Confusion.ClassNames;
        yield return (
            Heading(name, "now read right", reports.Gained.Count),
            [.. reports.Gained.Take(MaxDigits).Select(digit => new SheetDigit(digits.PixelsOf(digit.Index).ToArray(), names[digit.Answer], names[digit.Truth], digit.Confidence))]);
        yield return (
            Heading(name, "lost", reports.Lost.Count),
            [.. reports.Lost.Take(MaxDigits).Select(digit => new SheetDigit(digits.PixelsOf(digit.Index).ToArray(), names[digit.Truth], names[digit.Answer], digit.Confidence))]);
    }

    private static string Heading(string name, string what, int count) => count switch
    {
        0 => $"{name}: none {what}",
        1 => $"{name}: 1 {what} (answer before → after, confidence in the wrong one)",
        <= MaxDigits => $"{name}: {count} {what} (answers before → after, confidence in the wrong one)",
        _ => $"{name}: {MaxDigits} of {PlotStyle.Count(count)} {what} (answers before → after, confidence in the wrong one)",
    };
}
