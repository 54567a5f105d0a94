using System.Runtime.InteropServices;

namespace MnistPipeline;

/// <summary>The environment as native libraries read it, of which .NET keeps but a copy.</summary>
internal static partial class ProcessEnvironment
{
    /// <summary>Sets a variable for the native libraries of this process.</summary>
    public static void Set(string name, string value)
    {
        if (OperatingSystem.IsWindows())
        {
            _ = _putenv_s(name, value);
        }
        else
        {
            _ = setenv(name, value, overwrite: 1);
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("ucrtbase", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int _putenv_s(string name, string value);
}
