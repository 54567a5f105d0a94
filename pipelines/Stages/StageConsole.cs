using System.Text;
using System.Text.Json.Serialization.Metadata;
using MnistPipeline.Data;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MnistPipeline.Stages;

/// <summary>
/// What a program says: results to standard output, progress and errors to standard error. It may be called from several threads.
/// </summary>
internal sealed class StageConsole : IDisposable
{
    private static readonly TimeSpan PictureInterval = TimeSpan.FromMilliseconds(250);

    private readonly bool _isQuiet;
    private readonly IAnsiConsole _output;
    private readonly IAnsiConsole _error;
    private volatile bool _isLive;

    internal StageConsole(bool isQuiet, bool isJson)
    {
        (_isQuiet, IsJson) = (isQuiet, isJson);
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = Encoding.UTF8;
        }

        _output = Create(Console.Out, Console.IsOutputRedirected);
        // A table that is wider than the window, or than the 80 columns of a pipe, is worse wrapped than wide.
        _output.Profile.Width = 10_000;
        _error = Create(Console.Error, Console.IsErrorRedirected);
        Training = isQuiet ? new SilentTrainingDisplay()
            : _error.Profile.Capabilities.Ansi ? new LiveTrainingDisplay(_error)
            : new PlainTrainingDisplay(Console.Error);
    }

    /// <summary>Shows how training goes: a live line on a terminal, otherwise a line an epoch, nothing with --quiet.</summary>
    public ITrainingDisplay Training { get; }

    /// <summary>Whether <see cref="ShowWhile"/> shows its picture, so that lines of progress would say the same twice.</summary>
    public bool ShowsPictures => !_isQuiet && _error.Profile.Capabilities.Ansi;

    /// <summary>Whether standard output is to have JSON and nothing else.</summary>
    public bool IsJson { get; }

    /// <summary>Does some work; on a terminal with a picture of it that is drawn anew a few times a second.</summary>
    /// <param name="picture">The picture now, for a window of so many columns.</param>
    /// <param name="work">The work.</param>
    public void ShowWhile(Func<int, IRenderable> picture, Action work)
    {
        if (!ShowsPictures)
        {
            work();
            return;
        }

        _error.Live(picture(_error.Profile.Width)).Overflow(VerticalOverflow.Crop).Start(context =>
        {
            _isLive = true;
            try
            {
                var done = Task.Run(work);
                while (!done.IsCompleted)
                {
                    _ = Task.WaitAny([done], PictureInterval);
                    context.UpdateTarget(picture(_error.Profile.Width));
                }

                // What it throws is thrown as it is, and not wrapped.
                done.GetAwaiter().GetResult();
            }
            finally
            {
                _isLive = false;
            }
        });
    }

    /// <summary>A line of results for people.</summary>
    public void WriteResult(string line) => WriteData(TerminalText.Escaped(line));

    /// <summary>A line of results for programs, which get it as it is; on a terminal as people may have it.</summary>
    public void WriteData(string line)
    {
        if (!IsJson)
        {
            Console.Out.WriteLine(Console.IsOutputRedirected ? line : TerminalText.Escaped(line));
        }
    }

    /// <summary>A table of results, as wide as it needs to be.</summary>
    public void WriteTable(IRenderable table)
    {
        if (!IsJson)
        {
            _output.Write(table);
        }
    }

    /// <summary>A line that helps along: where things lie, what to type next.</summary>
    public void WriteHint(string line)
    {
        if (!_isQuiet)
        {
            WriteResult(line);
        }
    }

    /// <summary>The run's metrics, where --json asks for them.</summary>
    public void WriteMetrics<T>(T metrics, JsonTypeInfo<T> json)
    {
        if (IsJson)
        {
            Console.Out.WriteLine(JsonFile.ToText(metrics, json));
        }
    }

    /// <summary>A line of a longer JSON text, where --json asks for it.</summary>
    public void WriteJsonLine(string line)
    {
        if (IsJson)
        {
            // What is escaped for a terminal is escaped as JSON has it.
            Console.Out.WriteLine(TerminalText.Escaped(line));
        }
    }

    /// <summary>How data are opened, with a line of progress for what is noted.</summary>
    /// <param name="skipsUnreadable">Whether pictures that cannot be read are left out.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public DigitSourceOptions DataOptions(bool skipsUnreadable, CancellationToken cancellation) =>
        new() { SkipUnreadable = skipsUnreadable, Noted = WriteProgress, CancellationToken = cancellation };

    /// <summary>A line of progress.</summary>
    public void WriteProgress(string line)
    {
        if (!_isQuiet)
        {
            WriteLineToError(TerminalText.Escaped(line));
        }
    }

    /// <summary>A line that says what is wrong.</summary>
    public void WriteError(string line) => WriteLineToError(TerminalText.Escaped(line));

    /// <summary>What is known of a fault of the program.</summary>
    public void WriteBug(Exception bug) => WriteLineToError(bug.ToString());

    /// <inheritdoc/>
    public void Dispose() => Training.Clear();

    private void WriteLineToError(string line)
    {
        if (_isLive)
        {
            // The console puts it above the picture, over a line of it, which has to be covered.
            _error.Write(new Text(line.PadRight(_error.Profile.Width - 1) + "\n"));
            return;
        }

        Training.Clear();
        Console.Error.WriteLine(line);
    }

    private static IAnsiConsole Create(TextWriter writer, bool isRedirected) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        ColorSystem = isRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        Interactive = InteractionSupport.No,
    });
}
