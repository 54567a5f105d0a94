using System.Diagnostics;
using System.Globalization;

namespace MnistPipeline.Tuning;

/// <summary>What one process has seen of the claims of others. Its own clock measures how long one was silent, so that clocks need not agree.</summary>
/// <param name="patience">How long a claim may be silent.</param>
internal sealed class ClaimObserver(TimeSpan patience)
{
    private readonly Dictionary<string, (DateTime Touched, long SeenAt)> _seen = [];

    /// <summary>What tells this machine from others, and on it those that see other processes.</summary>
    public static string Machine { get; } = $"{Environment.MachineName.Replace(' ', '-')}{(OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/pid").LinkTarget : "")}";

    /// <summary>Whether the owner of a claim may be at work. May be asked from several threads.</summary>
    public bool IsAlive(string claim)
    {
        if (IsEnded(claim))
        {
            return false;
        }

        var touched = File.GetLastWriteTimeUtc(claim);
        lock (_seen)
        {
            if (!_seen.TryGetValue(claim, out var last) || last.Touched != touched)
            {
                _seen[claim] = (touched, Stopwatch.GetTimestamp());
                return true;
            }

            return Stopwatch.GetElapsedTime(last.SeenAt) < patience;
        }
    }

    // On this machine it can be seen at once that a process is no more.
    private static bool IsEnded(string claim)
    {
        string[] words;
        try
        {
            words = File.ReadAllText(claim).Split(' ');
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        if (words.Length < 2 || words[0] != Machine || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var process))
        {
            return false;
        }

        try
        {
            using var owner = Process.GetProcessById(process);
            return owner.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
