using System.Globalization;
using System.Text;

namespace MnistPipeline.Model.Strings;

/// <summary>
/// The form of a text: <c>d</c> is a digit, <c>d{4}</c> are four, <c>d{1,6}</c> one to six, and every other sign is a separator, which may stand in the picture or
/// be missing.
/// </summary>
internal sealed class StringPattern
{
    private readonly List<Part> _parts = [];

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public StringPattern(string pattern)
    {
        for (var at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] != 'd')
            {
                if (pattern[at] is '{' or '}' or (>= '0' and <= '9'))
                {
                    throw Bad($"'{pattern[at]}' stands alone");
                }

                _parts.Add(new Part(0, 0, pattern[at]));
                continue;
            }

            var (least, most) = (1, 1);
            if (at + 1 < pattern.Length && pattern[at + 1] == '{')
            {
                var end = pattern.IndexOf('}', at);
                if (end < 0)
                {
                    throw Bad("a brace is not closed");
                }

                var numbers = pattern[(at + 2)..end].Split(',');
                if (numbers.Length > 2 || !TryCount(numbers[0], out least) || !TryCount(numbers[^1], out most) || least > most)
                {
                    throw Bad($"'{pattern[(at + 1)..(end + 1)]}' is no number of digits");
                }

                at = end;
            }

            _parts.Add(new Part(least, most, '\0'));
        }

        MinLength = _parts.Sum(part => part.Least);
        MaxLength = _parts.Sum(part => part.Most);
        if (MaxLength == 0)
        {
            throw Bad("it has no digit");
        }

        BadInputException Bad(string why) =>
            new($"The pattern '{pattern}' cannot be read, as {why}: write d for a digit, d{{4}} for four, d{{1,6}} for one to six, and separators between them, as dd.dd.dddd.");

        static bool TryCount(string text, out int count) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count <= 99;
    }

    /// <summary>The fewest digits of a text.</summary>
    public int MinLength { get; }

    /// <summary>The most.</summary>
    public int MaxLength { get; }

    /// <summary>The text of so many digits with its separators; where several parts vary in length, the first ones have most.</summary>
    public string Format(string digits)
    {
        var text = new StringBuilder();
        var (at, spare) = (0, digits.Length - MinLength);
        foreach (var part in _parts)
        {
            if (part.Most == 0)
            {
                text.Append(part.Separator);
                continue;
            }

            var more = Math.Min(spare, part.Most - part.Least);
            text.Append(digits, at, part.Least + more);
            (at, spare) = (at + part.Least + more, spare - more);
        }

        return text.ToString();
    }

    private readonly record struct Part(int Least, int Most, char Separator);
}
