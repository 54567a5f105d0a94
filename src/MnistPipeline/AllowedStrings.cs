using MnistPipeline.Model.Strings;

namespace MnistPipeline;

/// <summary>Which strings may stand in a picture, and the form in which they are told.</summary>
internal sealed class AllowedStrings
{
    private const int LongestOfAll = 99;

    private readonly StringPattern? _pattern;

    /// <summary>Checks the options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="list">Their allowed values; null for all.</param>
    /// <exception cref="BadInputException">One is out of its range, or the pattern is none.</exception>
    public AllowedStrings(DigitStringOptions options, DigitTree? list)
    {
        BadOptionException.ThrowUnless(options.MinLength, 0, LongestOfAll, nameof(options.MinLength));
        BadOptionException.ThrowUnless(options.MaxLength, options.MinLength, LongestOfAll, nameof(options.MaxLength));
        _pattern = options.Pattern is null ? null : new StringPattern(options.Pattern);
        (Check, List) = (options.Check, list);
        (MinLength, MaxLength) = _pattern is null ? (options.MinLength, options.MaxLength) : (_pattern.MinLength, _pattern.MaxLength);
    }

    /// <summary>The fewest digits.</summary>
    public int MinLength { get; }

    /// <summary>The most digits.</summary>
    public int MaxLength { get; }

    /// <summary>The texts that may stand there; null for all.</summary>
    public DigitTree? List { get; }

    /// <summary>Which digits may stand together; null for all.</summary>
    public Func<string, bool>? Check { get; }

    /// <summary>The digits with the separators of the pattern.</summary>
    public string Format(string digits) => _pattern?.Format(digits) ?? digits;
}
