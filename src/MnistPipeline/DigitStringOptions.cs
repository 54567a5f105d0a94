using MnistPipeline.Model.Strings;

namespace MnistPipeline;

/// <summary>What is known of the strings of digits that a <see cref="DigitStringReader"/> is to read.</summary>
public sealed record DigitStringOptions
{
    /// <summary>The fewest digits: 0 to 99.</summary>
    public int MinLength { get; init; }

    /// <summary>The most digits: <see cref="MinLength"/> to 99.</summary>
    public int MaxLength { get; init; } = RankedTexts.MaxLength;

    /// <summary>
    /// The form of the text, which sets the lengths: <c>d</c> is a digit, <c>d{4}</c> are four, <c>d{1,6}</c> one to six, and any other sign is a
    /// separator, which may stand in the picture or be missing, and stands in the answer; such as <c>dd.dd.dddd</c>. Null for digits alone.
    /// </summary>
    public string? Pattern { get; init; }

    /// <summary>Which digits may stand together, such as <see cref="CheckDigits.Luhn"/>; it is given digits alone. Called on the reading's thread. Null for all.</summary>
    public Func<string, bool>? Check { get; init; }

    /// <summary>
    /// The strings that may stand there, digits alone, such as all postal codes; null for all. A reader looks through a list when it first meets it, so keep the list
    /// and leave it as it is.
    /// </summary>
    public IReadOnlyCollection<string>? AllowedValues { get; init; }

    /// <summary>Options for so many digits, neither more nor fewer.</summary>
    /// <param name="length">1 to 99.</param>
    public static DigitStringOptions OfLength(int length) => new() { MinLength = length, MaxLength = length };
}
