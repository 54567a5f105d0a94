namespace MnistPipeline;

/// <summary>
/// A folder for the moment in which ML.NET wants a network as a file: in the temporary folder, or where that is missing or full in the memory that Linux has for files,
/// or in the current folder.
/// </summary>
internal static class ScratchFolder
{
    private const string Memory = "/dev/shm";

    /// <summary>Uses a folder, which is deleted afterwards.</summary>
    /// <param name="length">How many bytes it must have room for.</param>
    /// <param name="use">What to do with the path of the folder.</param>
    /// <exception cref="BadFileException">There is no room anywhere.</exception>
    public static T Use<T>(long length, Func<string, T> use)
    {
        var folder = Create(length);
        try
        {
            return use(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Create(long length)
    {
        string[] places = [Path.GetTempPath(), .. OperatingSystem.IsLinux() ? [Memory] : Array.Empty<string>(), Environment.CurrentDirectory];
        Exception? first = null;
        foreach (var place in places)
        {
            var folder = Path.Combine(place, $"MnistPipeline-{Guid.NewGuid():N}");
            try
            {
                // What is missing is not made, as it would stay.
                return Directory.Exists(place) ? Made(folder, length) : throw new DirectoryNotFoundException($"{place} does not exist.");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                first ??= exception;
            }
        }

        throw new BadFileException($"Neither {string.Join(" nor ", places)} has room for {length:N0} bytes for a moment ({first!.Message.TrimEnd('.')}): free some, or set TMPDIR to a folder that has.", first);
    }

    // The room is tried, as what the system tells of it holds for its owner alone.
    private static string Made(string folder, long length)
    {
        _ = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(folder)
            : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var file = Path.Combine(folder, "room");
        try
        {
            using (new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, PreallocationSize = length }))
            {
            }

            File.Delete(file);
            return folder;
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }
}
