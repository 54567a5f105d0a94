using nietras.SeparatedValues;

namespace MnistPipeline.Data.Csv;

/// <summary>
/// Digits in a CSV file: a row a digit, its label in the first or last column, its pixels in the others, 0 background, 255 ink,
/// with or without a header.
/// </summary>
internal static class CsvDigits
{
    /// <summary>The digits of a file.</summary>
    /// <exception cref="BadInputException">The file cannot be read, or a row is not a label and its pixels.</exception>
    public static LabelledDigits Load(string path)
    {
        var content = InputFile.ReadAllBytes(path);
        try
        {
            return Load(path, content, CsvLayout.From(path, content));
        }
        catch (NotSupportedException exception)
        {
            throw new BadFileException($"{path} has a line longer than 16 million characters, so it is no CSV file of digits: copy or download it again.", exception);
        }
    }

    /// <summary>The rows of a file. Neither quotes nor escapes need more than trimming, as numbers hold no commas.</summary>
    public static SepReader Rows(byte[] content) =>
        Sep.New(',').Reader(options => options with { HasHeader = false, DisableColCountCheck = true, DisableQuotesParsing = true }).From(content);

    private static LabelledDigits Load(string path, byte[] content, CsvLayout layout)
    {
        // A row has at least a digit and a separator for each column: what the first line announces is believed up to that.
        var maxRows = content.Length / (2 * layout.Columns) + 1;
        LabelledDigits.CheckSize(path, maxRows, layout.Side, layout.Side);
        var pixels = new byte[Math.Min((long)maxRows * (layout.Columns - 1), Array.MaxLength)];
        var labels = new List<string>(maxRows);
        using var rows = Rows(content);
        foreach (var row in rows)
        {
            if (row.Span.Trim().IsEmpty || (row.RowIndex == 0 && layout.HasHeader))
            {
                continue;
            }

            labels.Add(CsvRow.Read(row, path, layout, pixels, labels.Count * (layout.Columns - 1)));
        }

        if (labels.Count == 0)
        {
            throw new BadFileException($"{path} holds no digit after its header: copy or download it again.");
        }

        Array.Resize(ref pixels, labels.Count * (layout.Columns - 1));
        return LabelledDigits.FromGrey(path, pixels, layout.Side, layout.Side, [.. labels]);
    }
}
