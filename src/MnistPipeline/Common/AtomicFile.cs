namespace MnistPipeline;

/// <summary>Writes files so that a kill at any moment leaves the old or the new file, never half of one.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file beside its place, flushes it to the disk, and moves it over the old one.</summary>
    /// <param name="path">The file. Its folder is made where it is missing.</param>
    /// <param name="write">Writes the whole content; it must not dispose the stream, which can seek.</param>
    /// <exception cref="BadInputException">The file cannot be written: the folder is not writable, the disk is full, the path is a folder.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = path + ".tmp";
        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception)
        {
            DeleteIfPossible(temporary);
            if (exception is IOException or UnauthorizedAccessException)
            {
                throw new BadInputException($"'{path}' cannot be written ({exception.Message.TrimEnd('.')}): free the space or choose another folder.", exception);
            }

            throw;
        }
    }

    private static void DeleteIfPossible(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What kept the file from being written is the news, and the next write starts over the rest.
        }
    }
}
