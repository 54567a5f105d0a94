using System.Globalization;
using System.Text.Json;
using MnistPipeline.Model;
using MnistPipeline.Training;

namespace MnistPipeline.Tuning;

/// <summary>
/// What a search may vary: a whole number, a number, or a choice among names. A value is a number for all of them, of a choice the
/// number of the name.
/// </summary>
internal sealed class HyperParameter
{
    private readonly string[] _choices;
    private readonly bool _isWhole;
    private readonly Func<TrainingOptions, double> _of;
    private readonly Func<TrainingOptions, double, TrainingOptions> _with;

    private HyperParameter(
        string name, string description, string defaultRange, bool isLogarithmic, bool isWhole, string[] choices,
        Func<TrainingOptions, double> of, Func<TrainingOptions, double, TrainingOptions> with)
    {
        (Name, Description, DefaultRange, IsLogarithmic) = (name, description, defaultRange, isLogarithmic);
        (_isWhole, _choices, _of, _with) = (isWhole, choices, of, with);
    }

    /// <summary>All that a search may vary, as a search goes through it.</summary>
    public static IReadOnlyList<HyperParameter> All { get; } =
    [
        OfNetwork("c1Kernels", "Kernels of C1.", "4..12", network => network.C1Kernels, (network, value) => network with { C1Kernels = value }),
        OfNetwork("c3Kernels", "Kernels of C3.", "8..32", network => network.C3Kernels, (network, value) => network with { C3Kernels = value }),
        OfNetwork("c5Neurons", "Neurons of C5.", "16..120", network => network.C5Neurons, (network, value) => network with { C5Neurons = value }),
        OfNetwork("f6Neurons", "Neurons of F6.", "16..84", network => network.F6Neurons, (network, value) => network with { F6Neurons = value }),
        Choice(
            "activation", "What follows C1, C3, C5 and F6.",
            options => options.Network.Activation, (options, value) => options with { Network = options.Network with { Activation = value } }),
        Choice(
            "pooling", "What S2 and S4 do.",
            options => options.Network.Pooling, (options, value) => options with { Network = options.Network with { Pooling = value } }),
        Number("learningRate", "The highest learning rate.", "0.005..0.04", true, options => options.LearningRate, (options, value) => options with { LearningRate = value }),
        Whole("batchSize", "Digits a training step.", "64,128,256", options => options.BatchSize, (options, value) => options with { BatchSize = value }),
        Number("weightDecay", "The share that the parameters shrink by, times the learning rate.", "0.03..0.5", true, options => options.WeightDecay, (options, value) => options with { WeightDecay = value }),
        Number(
            "augmentation", "How far training digits are distorted: 1 turns them by up to 12 degrees and does the rest in proportion, 0 nothing.", "0.5..1.5", false,
            options => Strength(options.Augmentation), (options, value) => options with { Augmentation = Distorted(options.Augmentation, value) }),
    ];

    /// <summary>The ranges that are searched by default, by name.</summary>
    public static IReadOnlyDictionary<string, string> DefaultRanges { get; } = All.ToDictionary(one => one.Name, one => one.DefaultRange);

    /// <summary>The name, as an options file has it.</summary>
    public string Name { get; }

    /// <summary>What it is, in a sentence.</summary>
    public string Description { get; }

    /// <summary>The range that is searched by default, as <see cref="SearchRange.Parse"/> takes it.</summary>
    public string DefaultRange { get; }

    /// <summary>Whether a factor matters more than a difference, so that points are spread evenly over the logarithm.</summary>
    public bool IsLogarithmic { get; }

    /// <summary>Whether it is a choice among names.</summary>
    public bool IsChoice => _choices.Length > 0;

    /// <summary>Whether between two values there are only some others.</summary>
    internal bool IsWhole => _isWhole || IsChoice;

    /// <summary>The value in some options.</summary>
    public double ValueIn(TrainingOptions options) => _of(options);

    /// <summary>The options with another value.</summary>
    public TrainingOptions LaidOver(TrainingOptions options, double value) => _with(options, value);

    /// <summary>A value as people write it.</summary>
    public string Format(double value) => IsChoice ? _choices[(int)value] : value.ToString("0.#####", CultureInfo.InvariantCulture);

    /// <summary>A value that somebody wrote.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public double Parse(string text)
    {
        if (IsChoice)
        {
            return Array.IndexOf(_choices, text) is var index and >= 0
                ? index
                : throw new BadOptionException(nameof(TuningOptions.Ranges), $"{Name} cannot be '{text}': choose among {string.Join(", ", _choices)}.");
        }

        if (!double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            || (_isWhole && value != Math.Truncate(value)))
        {
            throw new BadOptionException(
                nameof(TuningOptions.Ranges), $"{Name} has '{text}' where a {(_isWhole ? "whole number" : "number")} is needed: give a range as in {DefaultRange}, or values as in {Format(1)},{Format(2)}.");
        }

        return value;
    }

    private static HyperParameter OfNetwork(
        string name, string description, string defaultRange, Func<LeNet5Architecture, int> of, Func<LeNet5Architecture, int, LeNet5Architecture> with) =>
        Whole(name, description, defaultRange, options => of(options.Network), (options, value) => options with { Network = with(options.Network, value) });

    private static HyperParameter Whole(
        string name, string description, string defaultRange, Func<TrainingOptions, int> of, Func<TrainingOptions, int, TrainingOptions> with) =>
        new(name, description, defaultRange, isLogarithmic: true, isWhole: true, [], options => of(options), (options, value) => with(options, (int)value));

    private static HyperParameter Number(
        string name, string description, string defaultRange, bool isLogarithmic,
        Func<TrainingOptions, float> of, Func<TrainingOptions, float, TrainingOptions> with) =>
        new(name, description, defaultRange, isLogarithmic, isWhole: false, [], options => of(options), (options, value) => with(options, (float)value));

    private static HyperParameter Choice<T>(
        string name, string description, Func<TrainingOptions, T> of, Func<TrainingOptions, T, TrainingOptions> with)
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        string[] choices = [.. values.Select(value => JsonNamingPolicy.CamelCase.ConvertName($"{value}"))];
        return new(
            name, description, string.Join(',', choices), isLogarithmic: false, isWhole: false, choices,
            options => Array.IndexOf(values, of(options)), (options, value) => with(options, values[(int)value]));
    }

    private static float Strength(AugmentationOptions? bounds) => bounds is null ? 0 : bounds.RotationDegrees / new AugmentationOptions().RotationDegrees;

    private static AugmentationOptions? Distorted(AugmentationOptions? bounds, float strength)
    {
        var full = Strength(bounds) > 0 ? bounds! : new AugmentationOptions();
        var factor = strength / Strength(full);
        return factor == 0 ? null : full with
        {
            RotationDegrees = factor * full.RotationDegrees,
            ShiftPixels = factor * full.ShiftPixels,
            ScaleShare = factor * full.ScaleShare,
            Shear = factor * full.Shear,
            Stretch = factor * full.Stretch,
        };
    }
}
