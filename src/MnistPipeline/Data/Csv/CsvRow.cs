using nietras.SeparatedValues;

namespace MnistPipeline.Data.Csv;

/// <summary>One row of a CSV file of digits.</summary>
internal static class CsvRow
{
    /// <summary>Writes the row's pixels, and returns false if one is no whole number from 0 to 255.</summary>
    public static bool TryReadBytes(SepReader.Row row, CsvLayout layout, Span<byte> pixels)
    {
        for (var pixel = 0; pixel < pixels.Length; pixel++)
        {
            if (!CsvField.TryGetByte(row[layout.FirstPixel + pixel].Span, out pixels[pixel]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes the row's pixels.</summary>
    /// <exception cref="BadInputException">A pixel is no number.</exception>
    public static void ReadNumbers(SepReader.Row row, string path, CsvLayout layout, Span<float> pixels)
    {
        for (var pixel = 0; pixel < pixels.Length; pixel++)
        {
            var field = row[layout.FirstPixel + pixel].Span;
            if (!CsvField.TryGetNumber(field, out pixels[pixel]))
            {
                throw Bad(row, path, $"has \"{Excerpt(field)}\" in column {layout.FirstPixel + pixel + 1:N0}, which is no number");
            }
        }
    }

    /// <summary>The row's label.</summary>
    /// <exception cref="BadInputException">It is empty.</exception>
    public static string Label(SepReader.Row row, string path, CsvLayout layout) =>
        CsvField.ToLabel(row[layout.LabelColumn].Span) is { Length: > 0 } label ? label : throw Bad(row, path, $"has no label in column {layout.LabelColumn + 1:N0}");

    /// <summary>Refuses a row that has not the layout's columns, before anything is read of it.</summary>
    /// <exception cref="BadInputException">A column is missing or too many.</exception>
    public static void CheckColumns(SepReader.Row row, string path, CsvLayout layout)
    {
        if (row.ColCount != layout.Columns)
        {
            throw Bad(row, path, $"has {row.ColCount:N0} columns where the first line has {layout.Columns:N0}");
        }
    }

    private static string Excerpt(ReadOnlySpan<char> field)
    {
        const int Max = 20;
        var text = string.Concat(CsvField.Trim(field).ToString().Where(character => !char.IsControl(character)));
        return text.Length <= Max ? text : text[..Max] + "...";
    }

    private static BadFileException Bad(SepReader.Row row, string path, string what) => new($"Line {row.LineNumberFrom:N0} of {path} {what}: correct or remove it.");
}
