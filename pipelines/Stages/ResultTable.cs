using Spectre.Console;

namespace MnistPipeline.Stages;

/// <summary>Tables of results: names on the left, numbers on the right.</summary>
internal static class ResultTable
{
    /// <summary>A table without rows.</summary>
    /// <param name="headings">The columns' headings.</param>
    public static Table Create(params string[] headings)
    {
        var table = new Table { Border = TableBorder.Simple, UseSafeBorder = true };
        foreach (var (index, heading) in headings.Index())
        {
            // A Text, since the name of a class may hold brackets, which a plain string would take for colours.
            _ = table.AddColumn(new TableColumn(new Text(heading)) { Alignment = index == 0 ? Justify.Left : Justify.Right, NoWrap = true });
        }

        return table;
    }

    /// <summary>Adds a row.</summary>
    /// <param name="table">The table.</param>
    /// <param name="cells">A text a column.</param>
    public static void AddTexts(this Table table, params string[] cells) => _ = table.AddRow(cells.Select(cell => new Text(cell)));
}
