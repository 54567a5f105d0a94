using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;

namespace MnistPipeline.Stages;

/// <summary>
/// One console program: its options, its help, and the way from exceptions to exit codes (<see cref="ExitCodes"/>).
/// <c>--quiet</c> and <c>--json</c> belong to every program.
/// </summary>
internal sealed class StageProgram
{
    private readonly RootCommand _command;
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Write errors and results only." };
    private readonly Option<bool> _json = new("--json") { Description = "Write the run's metrics as JSON to standard output, and no other results." };

    /// <summary>A program without options of its own.</summary>
    /// <param name="description">What it does, in a sentence or two.</param>
    /// <param name="example">A command line that works, for the help.</param>
    public StageProgram(string description, string example)
    {
        _command = new RootCommand(description);
        var help = _command.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExample((HelpAction)help.Action!, example);
    }

    /// <summary>What <c>--json</c> writes, where it is not the metrics of a run.</summary>
    public string JsonDescription
    {
        init => _json.Description = value;
    }

    /// <summary>Adds what stands on the command line without a name.</summary>
    /// <returns>The same argument, to ask the parsed command line for its value.</returns>
    public Argument<T> Add<T>(Argument<T> argument)
    {
        _command.Add(argument);
        return argument;
    }

    /// <summary>Adds an option.</summary>
    /// <returns>The same option, to ask the parsed command line for its value.</returns>
    public TOption Add<TOption>(TOption option)
        where TOption : Option
    {
        _command.Add(option);
        return option;
    }

    /// <summary>Parses the command line and runs the program.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="body">The program; its token is cancelled by Ctrl-C and SIGTERM.</param>
    /// <returns>The exit code.</returns>
    public int Run(IReadOnlyList<string> args, Action<ParseResult, StageConsole, CancellationToken> body) => Run(args, (parsed, console, token) =>
    {
        body(parsed, console, token);
        return ExitCodes.Done;
    });

    /// <summary>Parses the command line and runs a program that goes on after bad input.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="body">The program; its token is cancelled by Ctrl-C and SIGTERM. It gives the exit code.</param>
    /// <returns>The exit code.</returns>
    public int Run(IReadOnlyList<string> args, Func<ParseResult, StageConsole, CancellationToken, int> body)
    {
        StandardWriter.Install();
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        _command.Add(_quiet);
        _command.Add(_json);
        // A word that begins with @ is a path like any other.
        var parsed = _command.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (ProblemOf(parsed) is { } problem)
        {
            Console.Error.WriteLine(TerminalText.Escaped($"{problem.TrimEnd('.')}: --help shows the options."));
            return ExitCodes.BadInput;
        }

        using var console = new StageConsole(parsed.GetValue(_quiet), parsed.GetValue(_json));

        // What help throws is told as all else is.
        return Guard(console, token => parsed.Action is null ? body(parsed, console, token) : parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));
    }

    // An option without its value takes the next option for that, and what follows is blamed.
    private string? ProblemOf(ParseResult parsed)
    {
        foreach (var given in parsed.CommandResult.Children.OfType<OptionResult>())
        {
            if (given.Tokens.FirstOrDefault(token => _command.Options.Any(option => option.Name == token.Value)) is { } taken)
            {
                return $"{given.Option.Name} needs a value, and {taken.Value} follows it";
            }
        }

        return parsed.Action is ParseErrorAction ? parsed.Errors[0].Message : null;
    }

    private int Guard(StageConsole console, Func<CancellationToken, int> body)
    {
        using var stop = new StopSignal(() => console.WriteProgress("Stopping; once more to end at once."));
        try
        {
            var code = body(stop.Token);
            return stop.Token.IsCancellationRequested ? ExitCodes.Stopped : code;
        }
        catch (Exception exception)
        {
            switch (exception)
            {
                case BadOptionException badOption when HowToGive(badOption.Option) is { } how:
                    console.WriteError($"{badOption.Message.TrimEnd('.')} ({how}).");
                    return ExitCodes.BadInput;
                case BadInputException badInput:
                    console.WriteError(badInput.Message);
                    return ExitCodes.BadInput;
                case OperationCanceledException when stop.Token.IsCancellationRequested:
                    return ExitCodes.Stopped;
                default:
                    console.WriteBug(exception);
                    return ExitCodes.Bug;
            }
        }
    }

    /// <summary>How the command line gives an option of the library; null where it does not.</summary>
    private string? HowToGive(string option) => option switch
    {
        "Library" => "--tensorflow PATH, or a build with -p:TensorFlow=cpu, windows-gpu or linux-gpu",
        "Scoring" => "a build with -p:TensorFlow=system, cpu, windows-gpu or linux-gpu",
        "FrozenLayers" => "--freeze",
        _ => _command.Options.FirstOrDefault(one => one.Name == NameOf(option))?.Name,
    };

    /// <summary>What the command line would call an option of the library.</summary>
    public static string NameOf(string option) => "--" + JsonNamingPolicy.KebabCaseLower.ConvertName(option);

    private sealed class HelpWithExample(HelpAction help, string example) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var code = help.Invoke(parseResult);
            parseResult.InvocationConfiguration.Output.WriteLine($"Example:\n  {example}\n");
            return code;
        }
    }
}
