using System.Globalization;
using System.Text;

namespace MnistPipeline.Benchmarks;

/// <summary>Figures as Markdown, which is read on a terminal as well.</summary>
internal static class FiguresText
{
    /// <summary>All of them.</summary>
    public static string Markdown(Figures figures) => string.Join('\n', [Heading(figures), .. figures.Tables.Select(Table)]);

    /// <summary>What they were measured on.</summary>
    public static string Heading(Figures figures) => string.Create(CultureInfo.InvariantCulture, $"""
        # {figures.Processor}

        {figures.Cores} {(figures.Cores == 1 ? "core" : "cores")}, {figures.VectorBits}-bit vectors, .NET {figures.Runtime}. Medians of rounds that take turns, with the middle half of the rounds.

        """);

    /// <summary>One table.</summary>
    public static string Table(FigureTable table)
    {
        string[] header = [table.Title, table.Unit, "middle half", .. table.Reference is { } reference ? [reference] : Array.Empty<string>()];
        return Rows([header, .. table.Rows.Select(row => (string[])
            [row.Name, Number(row.Median), $"{Number(row.Lower)} to {Number(row.Upper)}", .. table.Reference is null ? Array.Empty<string>() : [Share(row.OfReference)]])]);
    }

    /// <summary>Two runs side by side: what both measured.</summary>
    public static string Comparison(Figures before, Figures after)
    {
        var lines = new List<string[]> { new[] { "", "before", "after", "ratio", "beyond noise" } };
        foreach (var (title, old, now) in Pairs(before, after))
        {
            var verdict = !now.IsApartFrom(old) ? "" : now.Median > old.Median ? "more" : "less";
            lines.Add([$"{title}: {now.Name}", Number(old.Median), Number(now.Median), old.Median == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{now.Median / old.Median:F2}"), verdict]);
        }

        return Rows(lines);
    }

    private static IEnumerable<(string Title, Figure Old, Figure Now)> Pairs(Figures before, Figures after) =>
        from table in after.Tables
        from now in table.Rows
        from old in before.Tables.Where(other => (other.Title, other.Unit) == (table.Title, table.Unit)).SelectMany(other => other.Rows)
        where old.Name == now.Name
        select (table.Title, old, now);

    private static string Rows(List<string[]> lines)
    {
        var widths = Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var (number, line) in lines.Index())
        {
            Write(line.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])));
            if (number == 0)
            {
                Write(widths.Select((width, column) => column == 0 ? new string('-', width) : new string('-', width - 1) + ':'));
            }
        }

        return text.ToString();

        void Write(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 100 ? "N0" : "G3", CultureInfo.InvariantCulture);

    private static string Share(double? share) => share is { } value ? string.Create(CultureInfo.InvariantCulture, $"{100 * value:F0} %") : "";
}
