using System.Globalization;
using System.Text;

namespace MnistPipeline;

/// <summary>Text with names in it that others have chosen, as a terminal may have it.</summary>
internal static class TerminalText
{
    /// <summary>The line with what would steer the terminal, end the line or turn the direction of writing as \u001b.</summary>
    public static string Escaped(string line)
    {
        if (!line.Any(Steers))
        {
            return line;
        }

        var text = new StringBuilder();
        foreach (var letter in line)
        {
            _ = Steers(letter) ? text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}") : text.Append(letter);
        }

        return text.ToString();
    }

    private static bool Steers(char letter) => char.GetUnicodeCategory(letter) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
