using nietras.SeparatedValues;

namespace MnistPipeline.Data.Csv;

/// <summary>One row of a CSV file of digits.</summary>
internal static class CsvRow
{
    /// <summary>Writes the row's pixels from a position on and gives the label.</summary>
    /// <exception cref="BadInputException">A column is missing or too many, the label is empty, or a pixel is not a number from 0 to 255.</exception>
    public static string Read(SepReader.Row row, string path, CsvLayout layout, byte[] pixels, int position)
    {
        if (row.ColCount != layout.Columns)
        {
            throw Bad(row, path, $"has {row.ColCount:N0} columns where the first line has {layout.Columns:N0}");
        }

        var labelColumn = layout.LabelIsLast ? layout.Columns - 1 : 0;
        for (var column = layout.LabelIsLast ? 0 : 1; column < layout.Columns - (layout.LabelIsLast ? 1 : 0); column++)
        {
            var field = row[column].Span;
            if (!CsvField.TryGetPixel(field, out pixels[position++]))
            {
                throw Bad(row, path, $"has \"{Excerpt(field)}\" in column {column + 1:N0}, which is not a whole number from 0 to 255");
            }
        }

        return CsvField.Trim(row[labelColumn].Span) is { IsEmpty: false } label ? label.ToString() : throw Bad(row, path, $"has no label in column {labelColumn + 1:N0}");
    }

    private static string Excerpt(ReadOnlySpan<char> field)
    {
        const int Max = 20;
        var text = string.Concat(CsvField.Trim(field).ToString().Where(character => !char.IsControl(character)));
        return text.Length <= Max ? text : text[..Max] + "...";
    }

    private static BadFileException Bad(SepReader.Row row, string path, string what) => new($"Line {row.LineNumberFrom:N0} of {path} {what}: correct or remove it.");
}
