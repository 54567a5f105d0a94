using System.Globalization;
using nietras.SeparatedValues;

namespace MnistPipeline.Data.Csv;

/// <summary>Where the label and the pixels stand in a CSV file of digits.</summary>
/// <param name="HasHeader">Whether the first line names the columns.</param>
/// <param name="LabelColumn">The column of the label; -1 where there is none.</param>
/// <param name="IsLabelNamed">Whether the header names it.</param>
/// <param name="FirstPixel">The column of the first pixel.</param>
/// <param name="Side">Rows, and columns, of a digit.</param>
/// <param name="Columns">All columns.</param>
internal sealed record CsvLayout(bool HasHeader, int LabelColumn, bool IsLabelNamed, int FirstPixel, int Side, int Columns)
{
    private const int SampleRows = 500;

    private static readonly string[] LabelNames = ["label", "labels", "class", "target", "digit", "y"];

    // pandas writes its index under no name or this one, Kaggle's tables begin with an id.
    private static readonly string[] IndexNames = ["", "unnamed: 0", "index", "id", "imageid"];

    /// <summary>The pixels of a digit.</summary>
    public int Pixels => Side * Side;

    /// <summary>
    /// The layout of a file: a column for each pixel of a square picture, before or behind them one for the label, before all perhaps one that counts.
    /// The label stands where the header says. Without a word of it, it stands in that one of the two outer columns which is no number or else
    /// is less like its neighbour, as a pixel in the corner is like the one beside it.
    /// </summary>
    /// <exception cref="BadInputException">The number of columns is not that of a square picture with or without a label, or the text is no UTF-8.</exception>
    public static CsvLayout From(string path, byte[] content)
    {
        if (content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            throw new BadFileException($"{path} is text in UTF-16, as PowerShell's > writes it: save it as UTF-8.");
        }

        using var rows = CsvDigits.Rows(content);
        if (!rows.MoveNext())
        {
            throw InputFile.Empty(path);
        }

        var header = Fields(rows.Current);
        var hasHeader = IsHeader(header);
        var sample = new List<string[]>(hasHeader ? [] : [header]);
        while (sample.Count < SampleRows && rows.MoveNext())
        {
            if (!rows.Current.Span.Trim().IsEmpty)
            {
                sample.Add(Fields(rows.Current));
            }
        }

        _ = sample.RemoveAll(row => row.Length != header.Length);
        return From(path, header, hasHeader, sample);
    }

    private static CsvLayout From(string path, string[] header, bool hasHeader, List<string[]> sample)
    {
        var columns = header.Length;
        var named = hasHeader ? Array.FindIndex(header, name => LabelNames.Contains(name, StringComparer.OrdinalIgnoreCase)) : -1;
        if (SideOf(columns - 2) is var indexedSide and > 0 && IsIndex())
        {
            return Labelled(1, indexedSide);
        }

        if (SideOf(columns - 1) is var side and > 0)
        {
            return named < 0 && hasHeader && IsIndexName() ? new CsvLayout(hasHeader, -1, false, 1, side, columns) : Labelled(0, side);
        }

        return SideOf(columns) is var whole and > 0
            ? new CsvLayout(hasHeader, -1, false, 0, whole, columns)
            : throw new BadFileException(
                $"{path} has {columns:N0} columns, which is not one for the label and one for each pixel of a square picture "
                + "(such as 785 for 28x28): separate them by commas.");

        CsvLayout Labelled(int first, int side)
        {
            if (named >= 0 && named != first && named != columns - 1)
            {
                throw new BadFileException($"{path} has its column \"{header[named]}\" among the pixels: put it before or behind them.");
            }

            var label = named >= 0 ? named : LastIsLabel(sample, first) ? columns - 1 : first;
            return new CsvLayout(hasHeader, label, named >= 0, label == first ? first + 1 : first, side, columns);
        }

        bool IsIndexName() => IndexNames.Contains(header[0], StringComparer.OrdinalIgnoreCase);

        bool IsIndex() => (hasHeader && IsIndexName()) || (sample.Count > 1 && (Counts(0) || Counts(1)));

        bool Counts(int from) => sample.Index().All(row => row.Item[0] == (row.Index + from).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The columns of a file's first line; 0 where there is none.</summary>
    public static int ColumnsOf(byte[] content)
    {
        using var rows = CsvDigits.Rows(content);
        return rows.MoveNext() ? rows.Current.ColCount : 0;
    }

    // The root of a square number, and 0 of others.
    private static int SideOf(int pixels) => pixels > 1 && (int)Math.Sqrt(pixels) is var side && side * side == pixels ? side : 0;

    private static string[] Fields(SepReader.Row row)
    {
        var fields = new string[row.ColCount];
        for (var column = 0; column < fields.Length; column++)
        {
            fields[column] = CsvField.Trim(row[column].Span).ToString();
        }

        return fields;
    }

    // A header names the label, has no number, or counts the columns.
    private static bool IsHeader(string[] fields) =>
        fields.Any(name => LabelNames.Contains(name, StringComparer.OrdinalIgnoreCase))
        || !fields.Any(field => CsvField.IsNumber(field))
        || (fields.Length > 2 && (Counts(fields, 0) || Counts(fields, 1)));

    // Whether the fields but the first are whole numbers that go up by one.
    private static bool Counts(string[] fields, int before) =>
        fields.Index().Skip(1).All(field => field.Item == (field.Index - before).ToString(CultureInfo.InvariantCulture));

    private static bool LastIsLabel(List<string[]> sample, int first)
    {
        if (sample.Any(row => !CsvField.IsNumber(row[^1])))
        {
            return sample.TrueForAll(row => CsvField.IsNumber(row[first]));
        }

        return sample.TrueForAll(row => CsvField.IsNumber(row[first]))
            && sample.Sum(row => Distance(row[^1], row[^2])) > sample.Sum(row => Distance(row[first], row[first + 1]));

        static float Distance(string one, string other) =>
            CsvField.TryGetNumber(one, out var number) && CsvField.TryGetNumber(other, out var neighbour) ? Math.Abs(number - neighbour) : 0;
    }
}
