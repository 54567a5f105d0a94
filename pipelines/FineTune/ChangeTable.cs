using System.Globalization;
using MnistPipeline.Evaluation;
using Spectre.Console;

namespace MnistPipeline.Stages.FineTune;

/// <summary>Before and after, side by side.</summary>
internal static class ChangeTable
{
    private const int MaxClasses = 4;

    /// <summary>For each set of digits its accuracy, its weakest class and the classes that changed most.</summary>
    public static Table From(IReadOnlyList<Comparison> comparisons)
    {
        var table = ResultTable.Create("test digits read right", "before", "after", "change", "digits");
        foreach (var (index, comparison) in comparisons.Index())
        {
            if (index > 0)
            {
                _ = table.AddEmptyRow();
            }

            var (before, after) = (comparison.Reports.Before, comparison.Reports.After);
            Add(table, comparison.Name, before.Accuracy, after.Accuracy, after.Count);
            table.AddTexts("  weakest class", Weakest(before), Weakest(after), "", "");
            foreach (var (was, now) in comparison.Reports.ChangedClasses.Take(MaxClasses))
            {
                Add(table, $"  class {now.Name}", was.Recall, now.Recall, now.Support);
            }
        }

        return table;
    }

    private static void Add(Table table, string name, double before, double after, int count) => table.AddTexts(
        name, Percent(before), Percent(after), (100 * (after - before)).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture), count.ToString("N0", CultureInfo.InvariantCulture));

    private static string Weakest(ClassificationReport report)
    {
        var weakest = report.Classes.Where(one => one.Support > 0).MinBy(one => one.Recall)!;
        return $"{weakest.Name}: {Percent(weakest.Recall)}";
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F2} %");
}
