using System.Buffers.Text;
using System.Text;

namespace MnistPipeline.Data.Csv;

/// <summary>The fields of one line of a CSV file, as bytes of UTF-8. Numbers hold no commas, so neither quotes nor escapes need more than trimming.</summary>
internal static class CsvField
{
    /// <summary>Whether the field is a number of any kind.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> field)
    {
        var text = Trim(field);
        return Utf8Parser.TryParse(text, out double _, out var length) && length == text.Length;
    }

    /// <summary>The field as text, without quotes and blanks around it.</summary>
    public static string AsText(ReadOnlySpan<byte> field) => Encoding.UTF8.GetString(Trim(field));

    /// <summary>The field as a whole number from 0 to 255; it may be written as 253, 253.0 or 2.53e+02.</summary>
    public static bool TryGetPixel(ReadOnlySpan<byte> field, out byte pixel)
    {
        if (Utf8Parser.TryParse(field, out pixel, out var length) && length == field.Length)
        {
            return true;
        }

        var text = Trim(field);
        var isNumber = Utf8Parser.TryParse(text, out double number, out length) && length == text.Length;
        if (isNumber && number is >= 0 and <= byte.MaxValue && double.IsInteger(number))
        {
            pixel = (byte)number;
            return true;
        }

        return false;
    }

    /// <summary>The line's first field.</summary>
    public static ReadOnlySpan<byte> First(ReadOnlySpan<byte> line) => line.IndexOf((byte)',') is var comma and >= 0 ? line[..comma] : line;

    /// <summary>The line's last field.</summary>
    public static ReadOnlySpan<byte> Last(ReadOnlySpan<byte> line) => line[(line.LastIndexOf((byte)',') + 1)..];

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> field) => field.Trim(" \t\r\""u8);
}
