using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MnistPipeline.Tests.Stages;

/// <summary>The process that drives Chromium, with a temporary folder of its own: neither of the two clears away what it puts there.</summary>
internal sealed partial class BrowserDriver : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly ChildProcess _process;

    /// <summary>Starts it.</summary>
    /// <param name="program">The path of chromedriver.</param>
    public BrowserDriver(string program)
    {
        var start = new ProcessStartInfo(program) { ArgumentList = { "--port=0" } };
        start.Environment["TMPDIR"] = _temporary.Path;
        _process = new ChildProcess(start);
        while (_process.Output.ReadLine() is { } line)
        {
            if (Port().Match(line) is { Success: true } port)
            {
                Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port.Groups[1]}"));
                _ = _process.Output.ReadToEndAsync();
                _ = _process.Error.ReadToEndAsync();
                return;
            }
        }

        Dispose();
        throw new AssertFailedException($"{program} ended before it listened.");
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; } = null!;

    public void Dispose()
    {
        _process.Dispose();
        _temporary.Dispose();
    }

    [GeneratedRegex(@"successfully on port (\d+)")]
    private static partial Regex Port();
}
