namespace MnistPipeline.Data.Csv;

/// <summary>One row of a CSV file of digits, with what a message needs to name it.</summary>
/// <param name="Path">The file.</param>
/// <param name="LineNumber">The row's line in the file, from 1.</param>
internal readonly record struct CsvRow(string Path, int LineNumber)
{
    /// <summary>Writes the row's pixels from a position on and gives the label.</summary>
    /// <exception cref="BadInputException">A column is missing or too many, the label is empty, or a pixel is not a number from 0 to 255.</exception>
    public string Read(ReadOnlySpan<byte> line, CsvLayout layout, byte[] pixels, int position)
    {
        if (line.Count((byte)',') + 1 is var found && found != layout.Columns)
        {
            throw Bad($"has {found:N0} columns where the first line has {layout.Columns:N0}");
        }

        var labelColumn = layout.LabelIsLast ? layout.Columns - 1 : 0;
        var label = "";
        var column = 0;
        foreach (var range in line.Split((byte)','))
        {
            if (column++ == labelColumn)
            {
                label = CsvField.AsText(line[range]);
            }
            else if (!CsvField.TryGetPixel(line[range], out pixels[position++]))
            {
                throw Bad($"has \"{Excerpt(line[range])}\" in column {column:N0}, which is not a whole number from 0 to 255");
            }
        }

        return label.Length > 0 ? label : throw Bad($"has no label in column {labelColumn + 1:N0}");
    }

    private static string Excerpt(ReadOnlySpan<byte> field)
    {
        const int Most = 20;
        var text = string.Concat(CsvField.AsText(field).Where(character => !char.IsControl(character)));
        return text.Length <= Most ? text : text[..Most] + "...";
    }

    private BadFileException Bad(string what) => new($"Line {LineNumber:N0} of {Path} {what}: correct or remove it.");
}
