using System.Globalization;

namespace MnistPipeline.Data.Csv;

/// <summary>One field of a CSV file.</summary>
internal static class CsvField
{
    /// <summary>Whether the field is a number of any kind.</summary>
    public static bool IsNumber(ReadOnlySpan<char> field) => TryGetNumber(field, out _);

    /// <summary>The field without quotes and blanks around it.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> field) => field.Trim(" \t\"");

    /// <summary>The field as a whole number from 0 to 255; it may be written as 253, 253.0 or 2.53e+02.</summary>
    public static bool TryGetPixel(ReadOnlySpan<char> field, out byte pixel)
    {
        // MNIST's training part has 47 million of them, nearly all just digits.
        var whole = 0;
        foreach (var character in field)
        {
            whole = char.IsAsciiDigit(character) && whole <= byte.MaxValue ? 10 * whole + (character - '0') : int.MaxValue;
        }

        if (whole <= byte.MaxValue && !field.IsEmpty)
        {
            pixel = (byte)whole;
            return true;
        }

        var isPixel = TryGetNumber(field, out var number) && number is >= 0 and <= byte.MaxValue && double.IsInteger(number);
        pixel = isPixel ? (byte)number : (byte)0;
        return isPixel;
    }

    private static bool TryGetNumber(ReadOnlySpan<char> field, out double number) =>
        double.TryParse(Trim(field), NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
