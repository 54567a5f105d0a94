using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace MnistPipeline.Notebooks;

/// <summary>The .NET kernel of dotnet-tools.json in a process of its own, spoken to as an editor does: a line of JSON for each command and event.</summary>
internal sealed class NotebookKernel : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static readonly Lazy<string?> RestoreFault = new(RunRestore);

    private readonly string _temporaryFolder;
    private readonly Process _process;
    private readonly CancellationTokenRegistration _cancellation;
    private int _commands;

    /// <summary>Starts a kernel.</summary>
    /// <param name="folder">The folder that its paths start from.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="KernelMissingException">It is not restored, and cannot be.</exception>
    public NotebookKernel(string folder, CancellationToken cancellationToken)
    {
        Restore();
        _temporaryFolder = NewTemporaryFolder();
        var start = DotNet(_temporaryFolder, "tool", "run", "dotnet-interactive", "--", "stdio", "--working-dir", folder);
        start.RedirectStandardInput = true;
        start.StandardInputEncoding = start.StandardOutputEncoding = Utf8;

        // A server of MSBuild would outlive the kernel, in the folder that goes with it.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1";
        _process = Process.Start(start)!;
        _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        _cancellation = cancellationToken.Register(Kill);
    }

    /// <summary>The folder of MnistPipeline.sln and dotnet-tools.json.</summary>
    public static string SolutionFolder { get; } = FindSolutionFolder();

    /// <summary>Has the SDK fetch the kernel where it is not there yet.</summary>
    /// <exception cref="KernelMissingException">It is not there, and no feed that can be reached has it.</exception>
    public static void Restore()
    {
        if (RestoreFault.Value is { } fault)
        {
            throw new KernelMissingException($"The notebooks' kernel is not there, and dotnet tool restore does not bring it: {fault}");
        }
    }

    /// <summary>Runs a cell.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="executionCount">Its number among those that run, from 1.</param>
    /// <returns>What it shows, as the notebook format has it.</returns>
    /// <exception cref="CellException">It threw, does not compile, or compiles with a warning.</exception>
    public JsonArray Run(string code, int executionCount)
    {
#if DEBUG
        // The library of this build, which may be the only one that there is.
        code = code.Replace("/bin/Release/", "/bin/Debug/", StringComparison.Ordinal);
#endif
        if (_commands == 0)
        {
            // Before the first code the kernel runs some of its own, which is not to be taken for the cell's.
            _ = Send("SubmitCode", Submission("")).Count();
        }

        var outputs = new CellOutputs(executionCount);
        CellException? fault = null;
        foreach (var (type, content) in Send("SubmitCode", Submission(code)))
        {
            try
            {
                outputs.Add(type, content);
            }
            catch (CellException first)
            {
                // The rest is read all the same, so that the next cell finds the kernel waiting.
                fault ??= first;
            }

            if (type == "CommandFailed")
            {
                fault = new CellException((string)content["message"]!);
            }
        }

        return fault is null ? outputs.End() : throw fault;
    }

    public void Dispose()
    {
        _cancellation.Dispose();
        try
        {
            // Asked to, it removes what it has written; at the end of its input it would wait for ever.
            _ = Send("Quit", []).Count();
            _ = _process.WaitForExit(TimeSpan.FromSeconds(10));
        }
        catch (Exception ended) when (ended is IOException or CellException)
        {
        }

        Kill();
        _process.Dispose();
        Directory.Delete(_temporaryFolder, recursive: true);
    }

    /// <summary>Sends a command and gives its events up to that of its end.</summary>
    private IEnumerable<(string Type, JsonObject Content)> Send(string type, JsonObject command)
    {
        var token = $"command-{++_commands}";
        _process.StandardInput.WriteLine(new JsonObject { ["commandType"] = type, ["command"] = command, ["token"] = token }.ToJsonString());
        _process.StandardInput.Flush();
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            // What native code prints comes in between.
            if (!line.StartsWith('{'))
            {
                continue;
            }

            var message = JsonNode.Parse(line)!;
            var eventToken = (string?)message["command"]?["token"];

            // Code below a package's #r is a command of the kernel's own, whose token is this one and a number.
            if (eventToken != token && eventToken?.StartsWith(token + ".", StringComparison.Ordinal) != true)
            {
                continue;
            }

            var eventType = (string)message["eventType"]!;
            yield return (eventType, message["event"]!.AsObject());
            if (eventToken == token && eventType is ("CommandSucceeded" or "CommandFailed"))
            {
                yield break;
            }
        }

        throw new CellException("The kernel ended.");
    }

    private static JsonObject Submission(string code) => new() { ["code"] = code, ["targetKernelName"] = "csharp" };

    private void Kill()
    {
        if (!_process.HasExited)
        {
            // The command dotnet is a process of its own, above the kernel's.
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }
    }

    private static string? RunRestore()
    {
        var temporaryFolder = NewTemporaryFolder();
        try
        {
            using var process = Process.Start(DotNet(temporaryFolder, "tool", "restore"))!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : (error.Result + output).Trim().ReplaceLineEndings(" ");
        }
        finally
        {
            Directory.Delete(temporaryFolder, recursive: true);
        }
    }

    private static string NewTemporaryFolder() => Directory.CreateTempSubdirectory("mnist-notebooks-").FullName;

    // The SDK and the kernel leave files, folders and sockets where they are told that temporary ones go.
    private static ProcessStartInfo DotNet(string temporaryFolder, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", args) { WorkingDirectory = SolutionFolder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TMPDIR"] = start.Environment["TMP"] = start.Environment["TEMP"] = temporaryFolder;
        return start;
    }

    private static string FindSolutionFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MnistPipeline.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("This program belongs below the folder of MnistPipeline.sln.");
        }

        return folder.FullName;
    }
}
