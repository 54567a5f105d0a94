using nietras.SeparatedValues;

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
    public static CsvLayout From(string path, byte[] content)
    {
        using var rows = CsvDigits.Rows(content);
        if (!rows.MoveNext())
        {
            throw InputFile.Empty(path);
        }

        var first = rows.Current;
        var side = SideOf(path, first.ColCount);
        var firstIsNamed = IsNameOfLabel(first[0].Span);
        var lastIsNamed = IsNameOfLabel(first[^1].Span);
        var hasHeader = firstIsNamed || lastIsNamed || !AnyNumber(first);
        var labelIsLast = !firstIsNamed && (lastIsNamed || ((!hasHeader || rows.MoveNext()) && LastIsLabel(rows)));
        return new CsvLayout(hasHeader, labelIsLast, side);
    }

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

    private static bool IsNameOfLabel(ReadOnlySpan<char> field) => LabelNames.Contains(CsvField.Trim(field).ToString(), StringComparer.OrdinalIgnoreCase);

    private static bool AnyNumber(SepReader.Row row)
    {
        for (var column = 0; column < row.ColCount; column++)
        {
            if (CsvField.IsNumber(row[column].Span))
            {
                return true;
            }
        }

        return false;
    }

    // From the first digit's row on, which the reader stands at.
    private static bool LastIsLabel(SepReader rows)
    {
        var (first, last) = (rows.Current[0].ToString(), rows.Current[^1].ToString());
        if (!CsvField.IsNumber(last))
        {
            return CsvField.IsNumber(first);
        }

        var lastVaries = false;
        while (rows.MoveNext())
        {
            var row = rows.Current;
            if (!row.Span.Trim().IsEmpty)
            {
                if (!row[0].Span.SequenceEqual(first))
                {
                    return false;
                }

                lastVaries |= !row[^1].Span.SequenceEqual(last);
            }
        }

        return lastVaries;
    }
}
