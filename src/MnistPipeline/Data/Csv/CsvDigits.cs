using nietras.SeparatedValues;

namespace MnistPipeline.Data.Csv;

/// <summary>Digits in a CSV file, a row a digit, as <see cref="CsvLayout"/> and <see cref="PixelScale"/> know them.</summary>
internal static class CsvDigits
{
    /// <summary>The digits of a file with labels.</summary>
    /// <exception cref="BadInputException">The file cannot be read, or a row is not a label and its pixels.</exception>
    public static LabelledDigits Load(string path, DigitSourceOptions options)
    {
        var (pictures, labels) = LoadAny(path, options);
        return labels is null
            ? throw new BadFileException($"{path} has no label column, as its columns are just the pixels of a picture of {pictures.Width}x{pictures.Height}: give a file with labels.")
            : LabelledDigits.FromGrey(path, EmnistPictures.Upright(path, pictures, labels, options), labels, options);
    }

    /// <summary>The pictures of a file, and their labels if it has some.</summary>
    /// <exception cref="BadInputException">The file cannot be read, or a row is not its pixels, with or without a label.</exception>
    public static (GreyPictures Pictures, string[]? Labels) LoadAny(string path, DigitSourceOptions options)
    {
        var content = InputFile.ReadAllBytes(path);
        try
        {
            var layout = CsvLayout.From(path, content);
            if (layout is { LabelColumn: >= 0, IsLabelNamed: false })
            {
                options.Note($"{path}: the labels were taken from the {(layout.LabelColumn == layout.Columns - 1 ? "last" : layout.LabelColumn == 0 ? "first" : "second")} column, as no header names it.");
            }

            return Load(path, content, layout, options);
        }
        catch (NotSupportedException exception)
        {
            throw new BadFileException($"{path} has a line longer than 16 million characters, so it is no CSV file of digits: copy or download it again.", exception);
        }
    }

    /// <summary>The rows of a file. Neither quotes nor escapes need more than trimming, as numbers hold no commas.</summary>
    public static SepReader Rows(byte[] content) =>
        Sep.New(',').Reader(options => options with { HasHeader = false, DisableColCountCheck = true, DisableQuotesParsing = true })
            .From(content is [0xEF, 0xBB, 0xBF, ..] ? content[3..] : content);

    private static (GreyPictures Pictures, string[]? Labels) Load(string path, byte[] content, CsvLayout layout, DigitSourceOptions options)
    {
        // A row has at least a digit and a separator for each column: what the first line announces is believed up to that.
        var maxRows = content.Length / (2 * layout.Columns) + 1;
        LabelledDigits.CheckSize(path, maxRows, layout.Side, layout.Side);
        var labels = layout.LabelColumn < 0 ? null : new List<string>(maxRows);
        var pixels = new byte[Math.Min((long)maxRows * layout.Pixels, Array.MaxLength)];
        var count = 0;
        var areBytes = true;
        ForEachRow(path, content, layout, row =>
        {
            areBytes = areBytes && CsvRow.TryReadBytes(row, layout, pixels.AsSpan(count * layout.Pixels, layout.Pixels));
            labels?.Add(CsvRow.Label(row, path, layout));
            count++;
            return true;
        });
        if (count == 0)
        {
            throw new BadFileException($"{path} holds no digit after its header: copy or download it again.");
        }

        Array.Resize(ref pixels, count * layout.Pixels);
        var pictures = new GreyPictures(pixels, count, layout.Side, layout.Side);
        var scale = PixelScale.Bytes;
        pictures = areBytes ? pictures.OnByteScale(out scale) : Scaled(path, content, layout, pictures, out scale);
        scale.Note(path, options);

        return (pictures, labels?.ToArray());
    }

    private static GreyPictures Scaled(string path, byte[] content, CsvLayout layout, GreyPictures pictures, out PixelScale scale)
    {
        var numbers = new float[layout.Pixels];
        var (least, greatest) = (float.MaxValue, float.MinValue);
        ForEachRow(path, content, layout, row =>
        {
            CsvRow.ReadNumbers(row, path, layout, numbers);
            (least, greatest) = (Math.Min(least, numbers.Min()), Math.Max(greatest, numbers.Max()));
            return true;
        });
        var found = PixelScale.Of(least, greatest, layout.Pixels) ?? throw OffScale(path, content, layout, least, greatest);
        var at = 0;
        ForEachRow(path, content, layout, row =>
        {
            CsvRow.ReadNumbers(row, path, layout, numbers);
            foreach (var number in numbers)
            {
                pictures.Pixels[at++] = found.ToByte(number);
            }

            return true;
        });
        scale = found;
        return pictures;
    }

    // A single wrong number is named with its place, others by their range.
    private static BadFileException OffScale(string path, byte[] content, CsvLayout layout, float least, float greatest)
    {
        var place = "";
        var numbers = new float[layout.Pixels];
        ForEachRow(path, content, layout, row =>
        {
            CsvRow.ReadNumbers(row, path, layout, numbers);
            var off = Array.FindIndex(numbers, number => number is < 0 or > byte.MaxValue);
            place = off < 0 ? "" : $"Line {row.LineNumberFrom:N0} of {path} has \"{numbers[off]}\" in column {layout.FirstPixel + off + 1:N0}, ";
            return off < 0;
        });
        var known = $"pixels from {least} to {greatest}, where 0 to 255, 0 to 1 and -1 to 1 are known: bring them to one of these.";
        return new BadFileException(place.Length > 0 ? $"{place}so that the file has {known}" : $"{path} has {known}");
    }

    // All rows have the layout's columns.
    private static void ForEachRow(string path, byte[] content, CsvLayout layout, RowReader read)
    {
        using var rows = Rows(content);
        foreach (var row in rows)
        {
            if (row.Span.Trim().IsEmpty || (row.RowIndex == 0 && layout.HasHeader))
            {
                continue;
            }

            CsvRow.CheckColumns(row, path, layout);
            if (!read(row))
            {
                return;
            }
        }
    }

    // Returns whether to go on.
    private delegate bool RowReader(SepReader.Row row);
}
