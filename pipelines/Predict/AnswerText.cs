using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MnistPipeline.Stages.Predict;

/// <summary>How answers are written, whatever they answer.</summary>
internal static class AnswerText
{
    /// <summary>Stands for what a person must read.</summary>
    public const string Rejected = "?";

    /// <summary>Stands where there is nothing to read.</summary>
    public const string NoDigit = "-";

    /// <summary>How JSON is written.</summary>
    public static JsonSerializerOptions Json { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A share for people.</summary>
    public static string Percent(float share) => (100 * share).ToString("F2", CultureInfo.InvariantCulture) + " %";

    /// <summary>A number as files have it.</summary>
    public static string Number(float number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A field of a CSV file. What a spreadsheet would take for a formula has an apostrophe before it, which spreadsheets do not show.</summary>
    public static string Quoted(string field)
    {
        var text = IsFormula(field) ? $"'{field}" : field;
        return text.AsSpan().IndexOfAny(",\"\r\n'") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    // A sign alone and a negative number are what they are.
    private static bool IsFormula(string field) =>
        field is ['=' or '+' or '-' or '@' or '\t' or '\r', _, ..] && !float.TryParse(field, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
