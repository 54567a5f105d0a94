namespace MnistPipeline.Data.Csv;

/// <summary>
/// Digits in a CSV file: a row a digit, its label in the first or last column, its pixels in the others, 0 background, 255 ink,
/// with or without a header. The 47 million numbers of MNIST's training part are split here and not by CsvHelper, which makes
/// a string of each field and takes many times longer.
/// </summary>
internal static class CsvDigits
{
    /// <summary>The digits of a file.</summary>
    /// <exception cref="BadInputException">The file cannot be read, or a row is not a label and its pixels.</exception>
    public static LabelledDigits Load(string path)
    {
        var file = InputFile.ReadAllBytes(path);
        ReadOnlySpan<byte> content = file;
        if (content.StartsWith("\uFEFF"u8))
        {
            content = content["\uFEFF"u8.Length..];
        }

        var layout = CsvLayout.From(path, content);

        // A row has at least a digit and a separator for each column: what the first line announces is believed up to that.
        var mostRows = content.Length / (2 * layout.Columns) + 1;
        LabelledDigits.CheckSize(path, mostRows, layout.Side, layout.Side);
        var pixels = new byte[Math.Min((long)mostRows * (layout.Columns - 1), Array.MaxLength)];
        var labels = new List<string>(mostRows);
        var lineNumber = 0;
        foreach (var range in content.Split((byte)'\n'))
        {
            lineNumber++;
            var line = content[range].TrimEnd("\r "u8);
            if (line.IsEmpty || (lineNumber == 1 && layout.HasHeader))
            {
                continue;
            }

            var row = new CsvRow(path, lineNumber);
            labels.Add(row.Read(line, layout, pixels, labels.Count * (layout.Columns - 1)));
        }

        if (labels.Count == 0)
        {
            throw new BadFileException($"{path} holds no digit after its header: copy or download it again.");
        }

        Array.Resize(ref pixels, labels.Count * (layout.Columns - 1));
        return LabelledDigits.FromGrey(path, pixels, layout.Side, layout.Side, [.. labels]);
    }
}
