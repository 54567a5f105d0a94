using System.Diagnostics;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace MnistPipeline.Tests.Stages;

/// <summary>Serve as people run it, on a free port of this machine, and a client of it.</summary>
internal sealed partial class ServeProcess : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly ChildProcess _process;
    private readonly Task<string> _error;

    private ServeProcess(ProcessStartInfo start)
    {
        start.Environment["TMPDIR"] = _temporary.Path;
        _ = start.Environment.Remove("ORT_DISABLE_TELEMETRY");
        _process = new ChildProcess(start, TimeSpan.FromHours(1));
        _error = _process.Error.ReadToEndAsync();
        FirstLine = _process.Output.ReadLine() ?? "";
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
    public static ServeProcess StartIn(string folder, params string[] options) => Start(StageProcess.StartInfo(Program, folder, options));

    /// <summary>Starts it as told and waits until it listens.</summary>
    public static ServeProcess Start(ProcessStartInfo start)
    {
        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add("http://127.0.0.1:0");
        return new ServeProcess(start);
    }

    /// <summary>Posts a picture.</summary>
    public Task<HttpResponseMessage> PostAsync(byte[] content, string? contentType, string address = "predict")
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        return Client.PostAsync(address, body);
    }

    /// <summary>What lies in its temporary folder.</summary>
    public string[] TemporaryFiles => Directory.GetFileSystemEntries(_temporary.Path);

    /// <summary>Sends a signal, such as that of Ctrl-C, and waits for the end.</summary>
    /// <returns>The exit code and what stands on standard error.</returns>
    public (int ExitCode, string Error) End(PosixSignal signal)
    {
        _process.Send(signal);
        return (_process.WaitForExit(), _error.Result);
    }

    public void Dispose()
    {
        _process.Dispose();
        _temporary.Dispose();
        Client.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
