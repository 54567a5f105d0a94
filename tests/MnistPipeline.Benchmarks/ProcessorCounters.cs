using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace MnistPipeline.Benchmarks;

/// <summary>What the processor counts while this process works, by <c>perf stat</c>, where the system has it and lets it.</summary>
internal static class ProcessorCounters
{
    private const int FewestSeconds = 2;

    /// <summary>Counts.</summary>
    /// <param name="work">Is repeated meanwhile.</param>
    /// <returns>For each event how often it came for one call of the work; empty where nothing may be counted.</returns>
    public static IReadOnlyList<Figure> Count(Action work)
    {
        string[] arguments = ["stat", "-x", ";", "-e", "instructions,cycles,branch-misses,cache-misses", "-p", $"{Environment.ProcessId}", "--", "sleep", $"{FewestSeconds}"];
        try
        {
            using var perf = Process.Start(new ProcessStartInfo("perf", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var text = perf.StandardError.ReadToEndAsync();
            var calls = 0;
            for (; !perf.HasExited; calls++)
            {
                work();
            }

            return [.. text.Result.Split('\n').Select(line => line.Split(';'))
                .Where(cells => cells.Length > 2 && double.TryParse(cells[0], CultureInfo.InvariantCulture, out _))
                .Select(cells => Figure.From(cells[2], [double.Parse(cells[0], CultureInfo.InvariantCulture) / calls]))];
        }
        catch (Win32Exception)
        {
            return [];
        }
    }
}
