using System.Globalization;

namespace MnistPipeline.Stages;

/// <summary>The streams that a program is started with.</summary>
internal static class StandardStreams
{
    /// <summary>The number of standard input.</summary>
    public const int Input = 0;

    /// <summary>The number of standard output.</summary>
    public const int Output = 1;

    /// <summary>The number of standard error.</summary>
    public const int Error = 2;

    // The flag of Linux for what a started program does not get, in octal as /proc has it.
    private const int CloseOnExec = 0x80000;

    /// <summary>
    /// Whether a stream came with the program. Where one was closed, the system gives its number to the first file that .NET opens, and what is written there
    /// would go into that: but .NET's own files are none that a started program gets. Known on Linux alone.
    /// </summary>
    public static bool IsOpen(int stream)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        try
        {
            var flags = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fdinfo/{stream}"))
                .Select(line => line.Split(':', StringSplitOptions.TrimEntries)).FirstOrDefault(line => line is ["flags", _]);
            return flags is null || (Convert.ToInt32(flags[1], 8) & CloseOnExec) == 0;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            // Without /proc nothing is known.
            return true;
        }
    }
}
