using System.Diagnostics;

namespace MnistPipeline.Tests.Packaging;

/// <summary>A command of the .NET SDK, run to its end in a process of its own.</summary>
internal static class DotNet
{
    /// <summary>Runs <c>dotnet</c> and gives what it prints; the test fails where the command does.</summary>
    /// <param name="workingFolder">The folder that it is started in.</param>
    /// <param name="packages">The folder that packages are unpacked into, in place of the user's own.</param>
    /// <param name="arguments">The command line.</param>
    public static string Run(string workingFolder, string packages, params string[] arguments)
    {
        var (exitCode, output) = RunToEnd(workingFolder, packages, arguments);
        Assert.AreEqual(0, exitCode, $"dotnet {string.Join(' ', arguments)}\n{output}");
        return output;
    }

    /// <summary>Whether a command comes to its end without a fault.</summary>
    /// <inheritdoc cref="Run"/>
    public static bool Succeeds(string workingFolder, string packages, params string[] arguments) => RunToEnd(workingFolder, packages, arguments).ExitCode == 0;

    /// <summary>Runs <c>dotnet</c> to its end, whatever that is.</summary>
    /// <inheritdoc cref="Run"/>
    public static (int ExitCode, string Output) RunToEnd(string workingFolder, string packages, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = workingFolder,
        };

        // The test's own build must not tell this one where its SDK is, and no server may outlive it with its output open.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            _ = start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        start.Environment["NUGET_PACKAGES"] = packages;

        // The SDK leaves folders there.
        using var temporary = new TemporaryFolder();
        start.Environment["TMPDIR"] = temporary.Path;
        using var process = new ChildProcess(start);
        var error = process.Error.ReadToEndAsync();
        var output = process.Output.ReadToEnd();
        return (process.WaitForExit(), output + error.Result);
    }
}
