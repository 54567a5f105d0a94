using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MnistPipeline.Training;

namespace MnistPipeline.Stages;

/// <summary>The options of a program that trains that say which run it works on: a new one, the repetition of another, or the rest of one.</summary>
internal sealed class RunArguments
{
    private readonly string _stage;
    private readonly Option<string?> _options;
    private readonly Option<bool> _skipUnreadable;
    private readonly Option<int?> _threads;
    private readonly Option<string?> _output;
    private readonly Option<string?> _resume;
    private readonly IReadOnlyList<Option> _changeable;

    /// <summary>Adds the options to a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="stage">What its run folders are called, such as <c>train</c>.</param>
    /// <param name="changeable">Options of the program that a resumed run may have others of, as its result does not depend on them.</param>
    public RunArguments(StageProgram program, string stage, params IReadOnlyList<Option> changeable)
    {
        _stage = stage;
        _options = program.Add(StageOptions.Options());
        _skipUnreadable = program.Add(StageOptions.SkipUnreadable());
        _threads = program.Add(StageOptions.Threads());
        Engine = new EngineArguments(program);
        _output = program.Add(StageOptions.Output($"the next free runs/{stage}[-n]"));
        _resume = program.Add(StageOptions.Path("--resume", "Goes on with the run of this folder, with its own options.", "none, or without a path the newest run"));
        _resume.Arity = ArgumentArity.ZeroOrOne;
        _changeable = [_resume, _threads, .. Engine.All, .. changeable];
    }

    /// <summary>What computes.</summary>
    public EngineArguments Engine { get; }

    /// <summary>Whether an options.json is given to repeat.</summary>
    public bool IsRepeated(ParseResult parsed) => parsed.GetValue(_options) is not null;

    /// <summary>Whether the command line names the run's folder.</summary>
    public bool IsPlaced(ParseResult parsed) => IsResumed(parsed) || parsed.GetValue(_output) is not null;

    /// <summary>The options of the run: those of the resumed one, or those that the command line lays over a start.</summary>
    /// <typeparam name="T">What the run's options.json holds.</typeparam>
    /// <param name="parsed">The command line.</param>
    /// <param name="defaults">The start where no options.json is given.</param>
    /// <param name="layOver">Lays the command line over the start.</param>
    /// <param name="json">The members of an options.json.</param>
    /// <exception cref="BadInputException">Options contradict each other, are out of range, or name what is not there.</exception>
    public T Options<T>(ParseResult parsed, Func<T> defaults, Func<T, T> layOver, JsonTypeInfo<T> json)
        where T : RunOptions
    {
        var file = IsResumed(parsed) ? Path.Combine(ResumedFolder(parsed), "options.json") : parsed.GetValue(_options);
        var start = file is null ? defaults() : JsonFile.Load(file, json, defaults());
        RunOptions options = IsResumed(parsed) ? start : layOver(start);
        var result = (T)(options with
        {
            SkipUnreadable = parsed.GetValue(_skipUnreadable) || options.SkipUnreadable,
            Threads = parsed.GetValue(_threads) ?? options.Threads,
            Engine = Engine.LaidOver(options.Engine, parsed, options.IsTensorFlowZip),
        });
        try
        {
            _ = result.Checked();
        }
        catch (BadOptionException problem) when (file is not null && parsed.CommandResult.Children.OfType<OptionResult>().All(given => given.Implicit || given.Option.Name != StageProgram.NameOf(problem.Option)))
        {
            throw new BadInputException($"{problem.Message.TrimEnd('.')} ('{JsonNamingPolicy.CamelCase.ConvertName(problem.Option)}' in {file}).", problem);
        }

        return result;
    }

    /// <summary>The folder of the run, ready to be written to.</summary>
    /// <exception cref="BadInputException">It holds another run, or cannot be made.</exception>
    public RunFolder Folder<T>(ParseResult parsed, T options, JsonTypeInfo<T> json)
        where T : RunOptions
    {
        if (IsResumed(parsed))
        {
            return RunFolder.Resume(ResumedFolder(parsed), _stage);
        }

        var run = parsed.GetValue(_output) is { } output ? RunFolder.Open(output, _stage) : RunFolder.CreateNext(StagePaths.Runs, options.LearnsStrings ? StagePaths.StringRuns : _stage);
        if (File.Exists(run.OptionsPath))
        {
            var folder = StagePaths.ForPeople(run.Path);
            throw new BadInputException($"{folder} holds a run already: choose another --output, or go on with it by --resume {folder}.");
        }

        run.WriteOptions(options, json);
        return run;
    }

    private bool IsResumed(ParseResult parsed) => parsed.GetResult(_resume) is { Implicit: false };

    private string ResumedFolder(ParseResult parsed)
    {
        // A resumed run ends with the bits of one that was never stopped, so its options cannot be others; another engine, where
        // a device was lost, differs in the last bits alone.
        var others = parsed.CommandResult.Command.Options
            .Where(option => !_changeable.Contains(option) && option.Name is not ("--quiet" or "--json"))
            .FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
        if (others is not null)
        {
            throw new BadInputException($"--resume goes on with the run's own options: leave {others.Name} out, or begin anew without --resume.");
        }

        var folder = parsed.GetValue(_resume) ?? NewestRun();
        if (!File.Exists(Path.Combine(folder, "options.json")))
        {
            throw new BadInputException($"{folder} holds no run to go on with: give the folder of a run of this program.");
        }

        // The options of another stage's run would be taken for what they are not.
        return RunFolder.StageOf(folder) is { } stage && stage != _stage
            ? throw new BadInputException($"{folder} is of the stage {stage}, not of {_stage}: go on with it by that program.")
            : folder;
    }

    private string NewestRun()
    {
        var runs = Directory.Exists(StagePaths.Runs)
            ? new[] { _stage, StagePaths.StringRuns }.SelectMany(stage => Directory.GetDirectories(StagePaths.Runs, stage + "*")).Where(folder => File.Exists(Path.Combine(folder, "options.json")))
            : [];
        return runs.MaxBy(Directory.GetCreationTimeUtc)
            ?? throw new BadInputException($"There is no run in {StagePaths.ForPeople(StagePaths.Runs)} to go on with: begin one without --resume.");
    }
}
