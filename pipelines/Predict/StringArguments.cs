using System.CommandLine;
using System.Globalization;
using Microsoft.ML.Data;
using MnistPipeline.Plots;

namespace MnistPipeline.Stages.Predict;

/// <summary>The options of Predict's command line that are of strings alone.</summary>
internal sealed class StringArguments
{
    private static readonly Dictionary<string, Func<string, bool>> Checks = new()
    {
        ["luhn"] = CheckDigits.Luhn,
        ["mod11"] = CheckDigits.Mod11,
        ["mod97"] = CheckDigits.Mod97,
    };

    private readonly Option<bool> _string;
    private readonly Option<string?> _length;
    private readonly Option<string?> _pattern;
    private readonly Option<string?> _check;
    private readonly Option<string?> _annotate;

    /// <summary>Adds the options to a program.</summary>
    public StringArguments(StageProgram program)
    {
        _string = program.Add(new Option<bool>("--string") { Description = "Read a whole number in each picture." });
        _length = program.Add(StageOptions.Range("--length", "With --string, how many digits there are: 5, or 1..8.", "1..16"));
        _pattern = program.Add(StageOptions.Text("--pattern", "With --string, the form of the number: d is a digit, d{1,6} one to six, other signs may stand or be missing, as dd.dd.dddd.", "digits alone"));
        _check = program.Add(StageOptions.Choice("--check", "With --string, the check that the number's digits pass.", "none", [.. Checks.Keys]));
        _annotate = program.Add(StageOptions.Path("--annotate", "With --string, a folder for the pictures with what was read drawn in.", "none"));
    }

    /// <summary>Whether strings are to be read.</summary>
    /// <exception cref="BadInputException">Options of strings are given, and strings are not to be read.</exception>
    public bool ReadsStrings(ParseResult parsed)
    {
        Option[] others = [_length, _pattern, _check, _annotate];
        if (!parsed.GetValue(_string) && others.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } alone)
        {
            throw new BadInputException($"{alone.Name} is of whole numbers: give --string as well.");
        }

        return parsed.GetValue(_string);
    }

    /// <summary>What is known of the digits.</summary>
    /// <exception cref="BadInputException">An option cannot be read, or two contradict each other.</exception>
    public DigitStringOptions Options(ParseResult parsed)
    {
        var options = new DigitStringOptions
        {
            MinLength = 1,
            Pattern = parsed.GetValue(_pattern),
            Check = parsed.GetValue(_check) is { } check ? Checks[check] : null,
        };
        if (parsed.GetValue(_length) is not { } length)
        {
            return options;
        }

        if (options.Pattern is not null)
        {
            throw new BadInputException("--pattern tells how many digits there are: leave --length out.");
        }

        var ends = length.Split("..");
        return ends.Length <= 2 && TryLength(ends[0], out var least) && TryLength(ends[^1], out var most) && least <= most
            ? options with { MinLength = least, MaxLength = most }
            : throw new BadInputException($"--length is '{length}': give the number of digits, 1 to 99, or the fewest and the most as 1..8.");

        static bool TryLength(string text, out int digits) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out digits) && digits is >= 1 and <= 99;
    }

    /// <summary>What draws into the folder that is asked for; null for none.</summary>
    /// <exception cref="BadInputException">The folder cannot be made.</exception>
    public Action<Picture, MLImage, DigitStringPrediction>? Annotation(ParseResult parsed)
    {
        if (parsed.GetValue(_annotate) is not { } folder)
        {
            return null;
        }

        var names = new AnnotationNames(folder);
        return (picture, image, prediction) =>
            AtomicFile.Write(names.Next(picture.Path), stream => stream.Write(AnnotatedPicture.Png(image, prediction)));
    }
}
