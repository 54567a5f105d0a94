using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace MnistPipeline.Hostility;

/// <summary>Kills a program that trains at random moments, and goes on with its run until it is done, which must end with the bits of one that was never killed.</summary>
/// <param name="stage">The program.</param>
/// <param name="arguments">Its command line, without the folder of the run.</param>
/// <param name="result">The file of the run that holds what was learned.</param>
/// <param name="folder">An empty folder.</param>
internal sealed class Killing(string stage, IReadOnlyList<string> arguments, string result, string folder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Kills it so many times, a few times a run.</summary>
    /// <param name="kills">How many times.</param>
    /// <param name="seed">The same seed chooses the same moments.</param>
    /// <returns>What went wrong, a sentence each.</returns>
    public IReadOnlyList<string> Run(int kills, int seed)
    {
        var random = new Random(seed);
        var clock = Stopwatch.StartNew();
        var problems = new List<string>();
        if (RunToEnd("whole", isResumed: false) is { } broken)
        {
            return [broken];
        }

        var (length, whole) = (clock.Elapsed, Hash("whole"));
        for (var (run, left) = (0, kills); left > 0; run++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"killed-{run}");
            for (var times = Math.Min(left, 1 + random.Next(3)); times > 0; times--, left--)
            {
                Kill(name, random.NextDouble() * length);
            }

            var problem = RunToEnd(name, IsBegun(name)) ?? (Hash(name) == whole ? null : $"{stage} ended with other bits in {name}.");
            if (problem is not null)
            {
                problems.Add(problem);
                continue;
            }

            Directory.Delete(Path.Combine(folder, name), recursive: true);
        }

        return problems;
    }

    // Before that there is nothing to go on with.
    private bool IsBegun(string name) => File.Exists(Path.Combine(folder, name, "options.json"));

    private void Kill(string name, TimeSpan after)
    {
        using var process = Start(name, IsBegun(name));
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(after))
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    private string? RunToEnd(string name, bool isResumed)
    {
        using var process = Start(name, isResumed);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            return $"{stage} did not end in {name}.";
        }

        _ = output.Result;
        return process.ExitCode == 0 ? null : $"{stage} ended with {process.ExitCode} in {name}: {error.Result}";
    }

    private Process Start(string name, bool isResumed)
    {
        var path = Path.Combine(folder, name);
        IEnumerable<string> run = isResumed ? ["--resume", path] : [.. arguments, "--output", path];
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, stage + ".dll"), .. run])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What is killed leaves what it had there at that moment.
        start.Environment["TMPDIR"] = folder;
        return Process.Start(start)!;
    }

    private string Hash(string name) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, name, result))));
}
