using MnistPipeline.Model.Strings;

namespace MnistPipeline;

/// <summary>Which strings may stand in a picture, and the form in which they are told.</summary>
internal sealed class AllowedStrings
{
    private const int LongestOfAll = 99;

    private readonly StringPattern? _pattern;
    private readonly Func<string, bool>? _check;
    private readonly HashSet<string>? _values;

    /// <summary>Checks the options.</summary>
    /// <exception cref="BadInputException">One is out of its range, or the pattern is none.</exception>
    public AllowedStrings(DigitStringOptions options)
    {
        BadOptionException.ThrowUnless(options.MinLength, 0, LongestOfAll, nameof(options.MinLength));
        BadOptionException.ThrowUnless(options.MaxLength, options.MinLength, LongestOfAll, nameof(options.MaxLength));
        _pattern = options.Pattern is null ? null : new StringPattern(options.Pattern);
        _check = options.Check;
        _values = options.AllowedValues is null ? null : [.. options.AllowedValues];
        if (_values?.FirstOrDefault(value => value.AsSpan().ContainsAnyExceptInRange('0', '9')) is { } other)
        {
            throw new BadOptionException(nameof(options.AllowedValues), $"The allowed value '{other}' is not of digits alone: leave out what stands between them.");
        }

        (MinLength, MaxLength) = _pattern is null ? (options.MinLength, options.MaxLength) : (_pattern.MinLength, _pattern.MaxLength);
    }

    /// <summary>The fewest digits.</summary>
    public int MinLength { get; }

    /// <summary>The most digits.</summary>
    public int MaxLength { get; }

    /// <summary>Whether some digits may not stand there, whose number is right.</summary>
    public bool IsChoosy => _check is not null || _values is not null;

    /// <summary>Whether digits may stand there.</summary>
    public bool Contains(string digits) => _check?.Invoke(digits) != false && _values?.Contains(digits) != false;

    /// <summary>The digits with the separators of the pattern.</summary>
    public string Format(string digits) => _pattern?.Format(digits) ?? digits;
}
