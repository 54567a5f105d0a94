using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MnistPipeline.TensorFlow;

namespace MnistPipeline.Stages;

/// <summary>
/// The options that mean the same in every program. Their values are null where the command line does not give them, so that an
/// options file or a program's default can speak; whether a number is in its range is checked where it is used.
/// </summary>
internal static class StageOptions
{
    /// <summary><c>--data</c>: a file or folder of labelled digits.</summary>
    public static Option<string?> Data(string defaultText) => Path("--data", "A file or folder of labelled digits.", defaultText);

    /// <summary><c>--skip-unreadable</c>: goes on without pictures that cannot be read.</summary>
    public static Option<bool> SkipUnreadable() => new("--skip-unreadable") { Description = "Leave out pictures that cannot be read, each with a line that says why." };

    /// <summary><c>--model</c>: a model.zip.</summary>
    public static Option<string?> Model(string defaultText) => Path("--model", "A trained model.zip.", defaultText);

    /// <summary><c>--output</c>: the run folder.</summary>
    public static Option<string?> Output(string defaultText) => Path("--output", "The folder that the run's files go to.", defaultText);

    /// <summary><c>--test-digits</c>: how many digits are held out.</summary>
    public static Option<int?> TestDigits() =>
        WholeNumber("--test-digits", "How many digits are held out to test on, of data that come without a test part.", "a sixth of them");

    /// <summary><c>--options</c>: a run's options.json.</summary>
    public static Option<string?> Options() =>
        Path("--options", "An options.json, as every run folder has one: repeats that run, with the other options here laid over it.", "none");

    /// <summary><c>--epochs</c>: passes over the training digits.</summary>
    public static Option<int?> Epochs(int defaultValue) => WholeNumber("--epochs", "Passes over the training digits, or the share of them that each shows.", Text(defaultValue));

    /// <summary><c>--batch-size</c>: digits a step.</summary>
    public static Option<int?> BatchSize(int defaultValue) => WholeNumber("--batch-size", "Digits a training step.", Text(defaultValue));

    /// <summary><c>--seed</c>: where all that is random comes from.</summary>
    public static Option<int?> Seed(int defaultValue) => WholeNumber("--seed", "Where all that is random comes from.", Text(defaultValue));

    /// <summary><c>--threads</c>: threads to compute with.</summary>
    public static Option<int?> Threads(string defaultText = "all cores") => WholeNumber("--threads", "Threads to compute with.", defaultText);

    /// <summary><c>--learning-rate</c>: the highest learning rate of the schedule.</summary>
    public static Option<float?> LearningRate(float defaultValue) =>
        Number("--learning-rate", "The highest learning rate of the schedule.", Text(defaultValue));

    /// <summary><c>--tensorflow</c>: TensorFlow's native library.</summary>
    public static Option<string?> TensorFlow() => Path(
        "--tensorflow", "TensorFlow's native library, or its folder.", $"{TensorFlowLibrary.Variable}, the program's folder, the system");

    /// <summary>A path, relative to the current folder.</summary>
    public static Option<string?> Path(string name, string description, string defaultText) => new(name)
    {
        Description = Describe(description, defaultText),
        HelpName = "path",
        CustomParser = result => result.Tokens is [] ? null : Token(result).Length > 0 ? Token(result) : Refuse<string?>(result, $"{name} needs a path, not ''"),
    };

    /// <summary>A word.</summary>
    public static Option<string?> Text(string name, string description, string defaultText) => new(name)
    {
        Description = Describe(description, defaultText),
        HelpName = "name",
    };

    /// <summary>Values to try: all between two ends as in 4..12, or some as in 32,64.</summary>
    public static Option<string?> Range(string name, string description, string defaultText) => new(name)
    {
        Description = Describe(description, defaultText),
        HelpName = "range",
    };

    /// <summary>A whole number.</summary>
    public static Option<int?> WholeNumber(string name, string description, string defaultText) => new(name)
    {
        Description = Describe(description, defaultText),
        HelpName = "number",
        CustomParser = result => int.TryParse(Token(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : Refuse<int?>(result, $"{name} needs a whole number, not '{Token(result)}'"),
    };

    /// <summary>A number with a decimal point.</summary>
    public static Option<float?> Number(string name, string description, string defaultText) => new(name)
    {
        Description = Describe(description, defaultText),
        HelpName = "number",
        CustomParser = result => float.TryParse(Token(result), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
            ? value
            : Refuse<float?>(result, $"{name} needs a number such as 0.005, not '{Token(result)}'"),
    };

    /// <summary>One of several words.</summary>
    public static Option<string?> Choice(string name, string description, string defaultText, params string[] choices) => new(name)
    {
        Description = Describe(description, defaultText),
        HelpName = string.Join('|', choices),
        CustomParser = result => choices.Contains(Token(result))
            ? Token(result)
            : Refuse<string?>(result, $"{name} needs {string.Join(" or ", choices)}, not '{Token(result)}'"),
    };

    /// <summary>One of an enumeration's names, in lower case.</summary>
    public static Option<string?> Choice<T>(string name, string description, T defaultValue)
        where T : struct, Enum =>
        Choice(name, description, $"{defaultValue}".ToLowerInvariant(), [.. Enum.GetNames<T>().Select(word => word.ToLowerInvariant())]);

    /// <summary>What such an option's word names; null where it was not given.</summary>
    public static T? Chosen<T>(string? word)
        where T : struct, Enum => word is null ? null : Enum.Parse<T>(word, ignoreCase: true);

    private static string Token(ArgumentResult result) => result.Tokens[0].Value;

    private static T? Refuse<T>(ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }

    private static string Describe(string description, string defaultText) => $"{description} [default: {defaultText}]";

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
