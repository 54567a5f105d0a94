using System.Globalization;

namespace MnistPipeline.Data.Csv;

/// <summary>One field of a CSV file.</summary>
internal static class CsvField
{
    /// <summary>Whether the field is a number of any kind.</summary>
    public static bool IsNumber(ReadOnlySpan<char> field) => double.TryParse(Trim(field), NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>The field without quotes and blanks around it.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> field) => field.Trim(" \t\"");

    /// <summary>The field as a number, which is no infinity and no NaN.</summary>
    public static bool TryGetNumber(ReadOnlySpan<char> field, out float number) =>
        float.TryParse(Trim(field), NumberStyles.Float, CultureInfo.InvariantCulture, out number) && float.IsFinite(number);

    /// <summary>The field as a whole number from 0 to 255; it may be written as 253, 253.0 or 2.53e+02.</summary>
    public static bool TryGetByte(ReadOnlySpan<char> field, out byte value)
    {
        // MNIST's training part has 47 million of them, nearly all just digits.
        var whole = 0;
        foreach (var character in field)
        {
            whole = char.IsAsciiDigit(character) && whole <= byte.MaxValue ? 10 * whole + (character - '0') : int.MaxValue;
        }

        if (whole <= byte.MaxValue && !field.IsEmpty)
        {
            value = (byte)whole;
            return true;
        }

        var isByte = TryGetNumber(field, out var number) && number is >= 0 and <= byte.MaxValue && float.IsInteger(number);
        value = isByte ? (byte)number : (byte)0;
        return isByte;
    }

    /// <summary>The field as the name of a class: 7.0 and 7e0 are 7.</summary>
    public static string ToLabel(ReadOnlySpan<char> field)
    {
        var label = Trim(field);
        return label.ContainsAny(".eE") && TryGetNumber(label, out var number) && float.IsInteger(number)
            ? number.ToString("0", CultureInfo.InvariantCulture)
            : label.ToString();
    }
}
