using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace MnistPipeline.Tests.Stages;

/// <summary>Serve as people run it, on a free port of this machine, and a client of it.</summary>
internal sealed partial class ServeProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private ServeProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
        FirstLine = process.StandardOutput.ReadLine() ?? "";
        var address = Address().Match(FirstLine);
        Assert.IsTrue(address.Success, address.Success ? "" : _error.Result);
        Client = new HttpClient { BaseAddress = new Uri(address.Value), Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>The program in the folder that it was built into, for <see cref="StageProcess"/>.</summary>
    public static string Program { get; } = Path.Combine(
        Path.GetFullPath(AppContext.BaseDirectory).Replace(
            Path.Combine("tests", "MnistPipeline.Tests"), Path.Combine("pipelines", "Serve"), StringComparison.Ordinal),
        "Serve");

    /// <summary>What it said when it began to listen.</summary>
    public string FirstLine { get; }

    /// <summary>Asks it.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts it and waits until it listens.</summary>
    public static ServeProcess Start(params string[] options) => StartIn(Path.GetTempPath(), ["--model", SampleRun.Model, .. options]);

    /// <summary>Starts it in a folder and waits until it listens.</summary>
    public static ServeProcess StartIn(string folder, params string[] options) =>
        new(StageProcess.Start(Program, folder, ["--urls", "http://127.0.0.1:0", .. options]));

    /// <summary>Posts a picture.</summary>
    public Task<HttpResponseMessage> PostAsync(byte[] content, string? contentType)
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        return Client.PostAsync("predict", body);
    }

    /// <summary>Sends Ctrl-C.</summary>
    /// <returns>The exit code and what stands on standard error.</returns>
    public (int ExitCode, string Error) Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        _process.WaitForExit();
        return (_process.ExitCode, _error.Result);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Client.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
