namespace MnistPipeline;

/// <summary>Writes files so that a kill at any moment leaves the old or the new file, never half of one.</summary>
internal static class AtomicFile
{
    private const string Ending = ".tmp";

    // What Guid's format N gives.
    private const int NameLength = 32;

    /// <summary>Writes a file beside its place, flushes it to the disk, and moves it over the old one.</summary>
    /// <param name="path">The file. Its folder is made where it is missing.</param>
    /// <param name="write">Writes the whole content; it must not dispose the stream, which can seek.</param>
    /// <exception cref="BadInputException">The file cannot be written: the folder is not writable, the disk is full, the path is a folder.</exception>
    public static void Write(string path, Action<Stream> write) => Write(path, write, overwrites: true);

    /// <summary>Writes a file unless it is there, be it that another process has just written it.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void WriteNew(string path, Action<Stream> write)
    {
        if (!File.Exists(path))
        {
            Write(path, write, overwrites: false);
        }
    }

    private static void Write(string path, Action<Stream> write, bool overwrites)
    {
        InputFile.CheckPath(path);

        // A name of its own, which nobody has put a link under: CreateNew follows none.
        var temporary = $"{path}.{Guid.NewGuid():N}{Ending}";
        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrites);
        }
        catch (Exception exception)
        {
            DeleteIfPossible(temporary);
            if (!overwrites && File.Exists(path))
            {
                return;
            }

            if (exception is IOException or UnauthorizedAccessException)
            {
                throw new BadFileException($"'{path}' cannot be written ({exception.Message.TrimEnd('.')}): free the space or choose another folder.", exception);
            }

            throw;
        }
    }

    /// <summary>Deletes what a killed process has left of files that it was about to write in a folder and below.</summary>
    public static void DeleteLeftovers(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Ending, options).Where(IsLeftover).ToList())
        {
            DeleteIfPossible(path);
        }
    }

    private static bool IsLeftover(string path) => Path.GetExtension(Path.GetFileNameWithoutExtension(path)) is ['.', .. { Length: NameLength } name] && Guid.TryParseExact(name, "N", out _);

    private static void DeleteIfPossible(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The rest of a file is in nobody's way.
        }
    }
}
