namespace MnistPipeline.Data.Csv;

/// <summary>Where the label and the pixels stand in a CSV file of digits.</summary>
/// <param name="HasHeader">Whether the first line names the columns.</param>
/// <param name="LabelIsLast">Whether the label stands in the last column; else in the first.</param>
/// <param name="Side">Rows, and columns, of a digit.</param>
internal sealed record CsvLayout(bool HasHeader, bool LabelIsLast, int Side)
{
    private static readonly string[] LabelNames = ["label", "labels", "class", "target", "digit", "y"];

    /// <summary>The number of columns: the label's and one for each pixel.</summary>
    public int Columns => Side * Side + 1;

    /// <summary>
    /// The layout of a file. The label stands where the header says; without a word of it in the last column if that is no
    /// number, or if it alone varies (the first would then be a corner of the pictures, which is always paper); else in the first.
    /// </summary>
    /// <exception cref="BadInputException">The number of columns is not that of a label and a square picture.</exception>
    public static CsvLayout From(string path, ReadOnlySpan<byte> content)
    {
        var firstLine = FirstLine(content);
        var side = SideOf(path, firstLine.Count((byte)',') + 1);
        var firstIsNamed = IsNameOfLabel(CsvField.First(firstLine));
        var lastIsNamed = IsNameOfLabel(CsvField.Last(firstLine));
        var hasHeader = firstIsNamed || lastIsNamed || !AnyNumber(firstLine);
        var labelIsLast = !firstIsNamed && (lastIsNamed || LastIsLabel(content, hasHeader));
        return new CsvLayout(hasHeader, labelIsLast, side);
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> content) => content.IndexOf((byte)'\n') is var end and >= 0 ? content[..end] : content;

    private static int SideOf(string path, int columns)
    {
        var side = (int)Math.Sqrt(columns - 1);
        if (side > 0 && side * side == columns - 1)
        {
            return side;
        }

        throw new BadFileException((int)Math.Sqrt(columns) is var whole && columns > 1 && whole * whole == columns
            ? $"{path} has no label column, as its {columns:N0} columns are just the pixels of a picture of {whole}x{whole}: give a file with labels."
            : $"{path} has {columns:N0} columns, which is not one for the label and one for each pixel of a square picture "
                + "(such as 785 for 28x28): separate them by commas.");
    }

    private static bool IsNameOfLabel(ReadOnlySpan<byte> field) => LabelNames.Contains(CsvField.AsText(field), StringComparer.OrdinalIgnoreCase);

    private static bool AnyNumber(ReadOnlySpan<byte> line)
    {
        foreach (var field in line.Split((byte)','))
        {
            if (CsvField.IsNumber(line[field]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool LastIsLabel(ReadOnlySpan<byte> content, bool hasHeader)
    {
        var rows = hasHeader ? content[Math.Min(FirstLine(content).Length + 1, content.Length)..] : content;
        var firstRow = FirstLine(rows);
        if (!CsvField.IsNumber(CsvField.Last(firstRow)))
        {
            return CsvField.IsNumber(CsvField.First(firstRow));
        }

        var lastVaries = false;
        foreach (var range in rows.Split((byte)'\n'))
        {
            var row = rows[range];
            if (row.Trim("\r "u8).IsEmpty)
            {
                continue;
            }

            if (!CsvField.First(row).SequenceEqual(CsvField.First(firstRow)))
            {
                return false;
            }

            lastVaries |= !CsvField.Last(row).SequenceEqual(CsvField.Last(firstRow));
        }

        return lastVaries;
    }
}
