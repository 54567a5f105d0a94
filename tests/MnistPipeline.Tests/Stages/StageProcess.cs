using System.Diagnostics;

namespace MnistPipeline.Tests.Stages;

/// <summary>A console program run as people run it, in a process of its own.</summary>
internal sealed record StageProcess(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its name, such as <c>Evaluate</c>.</param>
    /// <param name="workingFolder">The folder it is started in.</param>
    /// <param name="args">Its command line.</param>
    public static StageProcess Run(string program, string workingFolder, params string[] args) =>
        Run(StartInfo(program, workingFolder, args));

    /// <summary>Runs a program to its end, started as told.</summary>
    public static StageProcess Run(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new StageProcess(process.ExitCode, output, error.Result);
    }

    /// <summary>Starts a program whose output the caller reads.</summary>
    public static Process Start(string program, string workingFolder, params string[] args) => Start(program, workingFolder, false, args);

    /// <summary>Starts a program whose output the caller reads, and to whose standard input it may write.</summary>
    public static Process Start(string program, string workingFolder, bool writesInput, params string[] args)
    {
        var start = StartInfo(program, workingFolder, args);
        start.RedirectStandardInput = writesInput;
        return Process.Start(start)!;
    }

    /// <summary>How to start a program whose output the caller reads.</summary>
    public static ProcessStartInfo StartInfo(string program, string workingFolder, params string[] args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            WorkingDirectory = workingFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program + ".dll"));
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        return start;
    }

    /// <summary>The program gave nothing but one line that has a word in it, and the exit code for bad input.</summary>
    public static void AssertRefused(StageProcess run, string word)
    {
        Assert.AreEqual(2, run.ExitCode, run.Error);
        Assert.AreEqual("", run.Output);
        StringAssert.Contains(run.Error, word);
        Assert.AreEqual(1, run.Error.Count(letter => letter == '\n'), run.Error);
    }

    /// <summary>Waits for the line of an epoch on standard error.</summary>
    public static void WaitForEpoch(Process process, int epoch)
    {
        while (process.StandardError.ReadLine() is { } line && !line.StartsWith($"epoch {epoch}/", StringComparison.Ordinal))
        {
        }

        // The rest is read too, lest the process waits for a reader.
        _ = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
    }
}
