using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using MnistPipeline.Training;
using MnistPipeline.Tuning;

namespace MnistPipeline.Stages.Tune;

/// <summary>The options of Tune's command line, and the search that they ask for.</summary>
internal sealed partial class TuneArguments
{
    private const string Stage = "tune";
    private static readonly TuneOptions Defaults = new();

    private readonly Option<string?> _data;
    private readonly Option<int?> _epochs;
    private readonly Option<int?> _seed;
    private readonly Option<int?> _trials;
    private readonly Option<bool> _grid;
    private readonly Option<string?> _objective;
    private readonly Option<float?> _minutes;
    private readonly Option<string?> _join;
    private readonly IReadOnlyList<(HyperParameter HyperParameter, Option<string?> Option)> _ranges;
    private readonly IReadOnlyList<Option> _search;
    private readonly RunArguments _run;

    /// <summary>Adds the options to a program.</summary>
    public TuneArguments(StageProgram program)
    {
        _data = program.Add(StageOptions.Data("data/mnist"));
        _trials = program.Add(StageOptions.WholeNumber("--trials", "Points to try; the best third of them goes on from each rung to the next.", $"{Defaults.Trials}"));
        _grid = program.Add(new Option<bool>("--grid") { Description = "Trains every combination of the values that are given, to the end." });
        _objective = program.Add(StageOptions.Choice(
            "--objective", "What is looked for: accuracy alone, or few of these with the recipe's accuracy.", "accuracy", "accuracy", "parameters", "multiply-adds", "milliseconds"));
        _minutes = program.Add(StageOptions.Number("--minutes", "When the search ends, whatever is under way.", "when all is done"));
        _ranges = [.. HyperParameter.All.Select(one => (one, program.Add(StageOptions.Range(
            OptionName(one), one.Description, one.DefaultRange))))];
        _epochs = program.Add(StageOptions.Epochs(Defaults.Epochs));
        _seed = program.Add(StageOptions.Seed(Defaults.Seed));
        _search = [_trials, _grid, _objective, _epochs, _seed, .. _ranges.Select(range => range.Option)];
        _join = program.Add(StageOptions.Path("--join", "The folder of a search on which several processes work, on one machine or on many that share it; the first one begins it.", "none"));
        _run = new RunArguments(program, Stage, _minutes);
    }

    /// <summary>The folder of the run, ready to be written to.</summary>
    /// <exception cref="BadInputException">It holds another run, or cannot be made.</exception>
    public RunFolder Folder(ParseResult parsed, TuneOptions options)
    {
        if (parsed.GetValue(_join) is not { } joined)
        {
            return _run.Folder(parsed, options, TuneJson.Settings.TuneOptions);
        }

        var folder = RunFolder.Join(joined, Stage);
        try
        {
            // Whoever comes first writes the options, and all others have the same.
            JsonFile.WriteNew(folder.OptionsPath, options, TuneJson.Settings.TuneOptions);
            return IsSame(Load(folder.OptionsPath), options) ? folder : throw OtherSearch(joined);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The options of the run.</summary>
    /// <exception cref="BadInputException">Options contradict each other, are out of range, or name what is not there.</exception>
    public TuneOptions Options(ParseResult parsed)
    {
        var asked = Asked(parsed) with { IsShared = parsed.GetValue(_join) is not null };
        if (parsed.GetValue(_join) is not { } joined)
        {
            return asked;
        }

        if (_run.IsPlaced(parsed))
        {
            throw new BadInputException("--join names the folder: leave --output and --resume out.");
        }

        var path = Path.Combine(joined, "options.json");
        if (!File.Exists(path))
        {
            return asked;
        }

        var begun = OnThisMachine(Load(path), parsed.GetValue(_data) is null ? asked with { Data = null } : asked);
        var isAsked = parsed.CommandResult.Children.OfType<OptionResult>().Any(given => !given.Implicit && _search.Contains(given.Option));
        return !isAsked || IsSame(begun, asked) ? begun : throw OtherSearch(joined);
    }

    private static BadInputException OtherSearch(string folder) =>
        new($"{folder} holds a search with other options: leave them out to join it, or choose another folder.");

    private static TuneOptions Load(string path) => JsonFile.Load(path, TuneJson.Settings.TuneOptions, new TuneOptions());

    // The digits may lie elsewhere on another machine; a checkpoint tells whether they are the same.
    private static TuneOptions OnThisMachine(TuneOptions search, TuneOptions own) =>
        search with { Threads = own.Threads, Engine = own.Engine, Minutes = own.Minutes, Data = own.Data ?? search.Data, IsShared = own.IsShared };

    private static bool IsSame(TuneOptions one, TuneOptions other) => JsonFile.ToText(OnThisMachine(one, other), TuneJson.Settings.TuneOptions) == JsonFile.ToText(other, TuneJson.Settings.TuneOptions);

    private TuneOptions Asked(ParseResult parsed)
    {
        var options = _run.Options(parsed, () => new TuneOptions(), start => LaidOver(start, parsed), TuneJson.Settings.TuneOptions);
        options = options with { Minutes = parsed.GetValue(_minutes) ?? options.Minutes };
        if (options.Grid && parsed.GetValue(_trials) is not null)
        {
            throw new BadInputException("--grid trains every combination: leave --trials out.");
        }

        if (options.Ranges.Count == 0)
        {
            throw new BadInputException("--grid has no values to combine: give some, such as --c1-kernels 4,6,8.");
        }

        if (options.Minutes is { } minutes && !(minutes > 0 && minutes <= TuningOptions.MaxTime.TotalMinutes))
        {
            throw new BadInputException($"--minutes is {minutes}: give a time above 0 and of at most {TuningOptions.MaxTime.TotalMinutes:N0}, or leave it out.");
        }

        options.Search.Check();
        var space = new SearchSpace(options, options.Ranges);
        _ = options.Grid ? space.Grid() : [];
        return options;
    }

    private static string OptionName(HyperParameter hyperParameter) => "--" + UpperCase().Replace(hyperParameter.Name, match => "-" + match.Value.ToLowerInvariant());

    [GeneratedRegex("[A-Z]")]
    private static partial Regex UpperCase();

    private TuneOptions LaidOver(TuneOptions start, ParseResult parsed)
    {
        var isGrid = parsed.GetValue(_grid) || start.Grid;

        // A grid of all the default ranges would have no end: it is of the values that are given.
        var ranges = new Dictionary<string, string>(isGrid ? [] : HyperParameter.DefaultRanges);
        foreach (var (name, range) in start.Ranges)
        {
            ranges[name] = range;
        }

        foreach (var (hyperParameter, option) in _ranges)
        {
            if (parsed.GetValue(option) is { } range)
            {
                ranges[hyperParameter.Name] = range;
            }
        }

        return start with
        {
            Data = StagePaths.Full(parsed.GetValue(_data) ?? start.Data ?? StagePaths.FromRoot("data/mnist")),
            Epochs = parsed.GetValue(_epochs) ?? start.Epochs,
            Seed = parsed.GetValue(_seed) ?? start.Seed,
            Trials = parsed.GetValue(_trials) ?? start.Trials,
            Grid = isGrid,
            Objective = StageOptions.Chosen<Objective>(parsed.GetValue(_objective)?.Replace("-", "", StringComparison.Ordinal)) ?? start.Objective,
            Ranges = ranges,
        };
    }
}
