using nietras.SeparatedValues;

namespace MnistPipeline.Data.Strings;

/// <summary>A CSV file with a column of picture files, whose paths begin in its folder, and a column of texts. A header may name them; else they are the first two.</summary>
internal static class StringTable
{
    // A table of digits has a column for each pixel.
    private const int MaxColumns = 16;

    private static readonly string[] FileNames = ["file", "filename", "path", "image", "picture", "name"];
    private static readonly string[] TextNames = ["text", "label", "number", "digits", "value", "string"];

    /// <summary>Whether a file's name ends as a CSV file's does.</summary>
    public static bool IsNamed(string path) => Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file has few columns, and in one of its first two lines a picture's name.</summary>
    /// <exception cref="BadInputException">It cannot be read.</exception>
    public static bool Is(string path)
    {
        using var rows = Rows(InputFile.ReadAllBytes(path));
        for (var line = 0; line < 2 && rows.MoveNext(); line++)
        {
            var fields = Fields(rows.Current);
            if (fields.Length > MaxColumns)
            {
                return false;
            }

            if (Array.Exists(fields, Reading.PictureFile.IsNamedAsPicture))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The pictures and their digits.</summary>
    /// <exception cref="BadInputException">The file cannot be read, or a line has no file or no digits.</exception>
    public static List<(string Path, string Text)> Read(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var strings = new List<(string, string)>();
        var (fileColumn, textColumn) = (0, 1);
        using var rows = Rows(InputFile.ReadAllBytes(path));
        while (rows.MoveNext())
        {
            var (fields, line) = (Fields(rows.Current), rows.Current.LineNumberFrom);
            if (strings.Count == 0 && Column(fields, FileNames) is >= 0 and var file && Column(fields, TextNames) is >= 0 and var text)
            {
                (fileColumn, textColumn) = (file, text);
            }
            else if (fields.Length > 1 || fields[0].Length > 0)
            {
                strings.Add(fields.Length > Math.Max(fileColumn, textColumn) && fields[fileColumn].Length > 0
                    ? (Path.Combine(folder, fields[fileColumn]), Digits(fields[textColumn], $"Line {line:N0} of {path}"))
                    : throw new BadFileException($"Line {line:N0} of {path} has not the two fields file and text: correct or remove it."));
            }
        }

        return strings.Count > 0 ? strings : throw new BadFileException($"{path} names no picture: give a line for each, with its file and its text.");
    }

    /// <summary>The digits of a text; what stands between them is left out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="where">Where it stands, at the beginning of a sentence.</param>
    /// <exception cref="BadInputException">It has letters.</exception>
    public static string Digits(string text, string where) => text.Any(char.IsLetter)
        ? throw new BadFileException($"{where} has the text '{text}': write digits, with any signs but letters between them.")
        : string.Concat(text.Where(char.IsAsciiDigit));

    private static SepReader Rows(byte[] content) =>
        Sep.New(',').Reader(options => options with { HasHeader = false, DisableColCountCheck = true, Unescape = true })
            .From(content is [0xEF, 0xBB, 0xBF, ..] ? content[3..] : content);

    private static string[] Fields(SepReader.Row row)
    {
        var fields = new string[row.ColCount];
        for (var column = 0; column < fields.Length; column++)
        {
            fields[column] = row[column].ToString().Trim();
        }

        return fields;
    }

    private static int Column(string[] header, string[] names) => Array.FindIndex(header, field => names.Contains(field, StringComparer.OrdinalIgnoreCase));
}
