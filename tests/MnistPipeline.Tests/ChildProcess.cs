using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace MnistPipeline.Tests;

/// <summary>
/// A process that a test has started. It ends with the test, and at the latest when its time is over, each time with all processes that
/// it has started itself; so a test that waits for it never waits for ever, whatever it waits for.
/// </summary>
internal sealed partial class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenRegistration _end;

    /// <summary>Starts a process.</summary>
    /// <param name="start">What to start; what it prints is for the caller to read.</param>
    /// <param name="limit">The time that it has; null for ten minutes.</param>
    public ChildProcess(ProcessStartInfo start, TimeSpan? limit = null)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        _process = Process.Start(start)!;
        _limit = new CancellationTokenSource(limit ?? TimeSpan.FromMinutes(10));
        _end = _limit.Token.Register(Kill);
    }

    /// <summary>The number that the system has given it.</summary>
    public int Id => _process.Id;

    /// <summary>What it prints.</summary>
    public StreamReader Output => _process.StandardOutput;

    /// <summary>What it prints on standard error.</summary>
    public StreamReader Error => _process.StandardError;

    /// <summary>What it reads, where its start asks for that.</summary>
    public StreamWriter Input => _process.StandardInput;

    /// <summary>Waits for a line on standard error that has a text in it. The rest of what it prints is passed over.</summary>
    public void WaitForErrorLine(string text)
    {
        List<string> lines = [];
        while (lines is [] || !lines[^1].Contains(text, StringComparison.Ordinal))
        {
            lines.Add(Error.ReadLine() ?? throw new AssertFailedException($"It ended before it printed '{text}':\n{string.Join('\n', lines)}"));
        }

        // The rest is read too, lest the process waits for a reader.
        _ = Error.ReadToEndAsync();
        _ = Output.ReadToEndAsync();
    }

    /// <summary>Sends a signal, at once: no program is started for it.</summary>
    /// <param name="signal">That of Ctrl-C, or a termination.</param>
    public void Send(PosixSignal signal) => Assert.AreEqual(0, Kill(_process.Id, signal == PosixSignal.SIGINT ? 2 : 15));

    /// <summary>Ends it and all that it has started.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public int WaitForExit()
    {
        _process.WaitForExit();
        if (_limit.IsCancellationRequested)
        {
            Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)} took too long and was killed."));
        }

        return _process.ExitCode;
    }

    public void Dispose()
    {
        _end.Dispose();
        _limit.Dispose();
        Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
