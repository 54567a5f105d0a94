using System.Globalization;
using MnistPipeline.Evaluation;
using Spectre.Console;

namespace MnistPipeline.Stages.Evaluate;

/// <summary>A report as tables for people.</summary>
internal static class ReportTables
{
    /// <summary>The most classes for which the whole confusion matrix can be read.</summary>
    private const int MaxColumns = 20;

    private const int MaxPairs = 20;

    /// <summary>Precision, recall, F1 and digits of each class, and the macro averages.</summary>
    public static Table Classes(ClassificationReport report)
    {
        var table = ResultTable.Create("class", "precision", "recall", "F1", "digits");
        foreach (var metrics in report.Classes)
        {
            table.AddTexts(Cells(metrics));
        }

        _ = table.AddEmptyRow();
        table.AddTexts(Cells(report.MacroAverage));
        return table;
    }

    /// <summary>The counts, a row a true class and a column an answer; for many classes the most frequent confusions alone.</summary>
    public static Table Confusion(ClassificationReport report)
    {
        var confusion = report.Confusion;
        var names = confusion.ClassNames;
        if (names.Count > MaxColumns)
        {
            return MostFrequent(report);
        }

        var table = ResultTable.Create(["truth \\ answer", .. names]);
        for (var truth = 0; truth < names.Count; truth++)
        {
            table.AddTexts([names[truth], .. Enumerable.Range(0, names.Count).Select(answer => Count(confusion[truth, answer]))]);
        }

        return table;
    }

    /// <summary>How many strings of each length were read wholly right.</summary>
    public static Table Lengths(StringReport report)
    {
        var table = ResultTable.Create("digits", "strings", "right", "share");
        foreach (var (length, count, right) in report.ByLength)
        {
            table.AddTexts(length.ToString(CultureInfo.InvariantCulture), count.ToString("N0", CultureInfo.InvariantCulture), right.ToString("N0", CultureInfo.InvariantCulture), Share((double)right / count));
        }

        return table;
    }

    private static Table MostFrequent(ClassificationReport report)
    {
        var names = report.Confusion.ClassNames;
        var table = ResultTable.Create("truth", "answer", "digits");
        var pairs = report.Mistakes.GroupBy(mistake => (mistake.Truth, mistake.Answer)).OrderByDescending(pair => pair.Count()).ThenBy(pair => pair.Key);
        foreach (var pair in pairs.Take(MaxPairs))
        {
            table.AddTexts(names[pair.Key.Truth], names[pair.Key.Answer], Count(pair.Count()));
        }

        return table;
    }

    private static string[] Cells(ClassMetrics metrics) =>
        [metrics.Name, Share(metrics.Precision), Share(metrics.Recall), Share(metrics.F1), metrics.Support.ToString("N0", CultureInfo.InvariantCulture)];

    private static string Share(double share) => share.ToString("F4", CultureInfo.InvariantCulture);

    // A zero as a dot lets the errors stand out.
    private static string Count(int count) => count == 0 ? "." : count.ToString(CultureInfo.InvariantCulture);
}
