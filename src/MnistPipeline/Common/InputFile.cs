namespace MnistPipeline;

/// <summary>Files and folders that the user named, with one sentence for each way in which they cannot be read.</summary>
internal static class InputFile
{
    /// <summary>All bytes of a file.</summary>
    /// <exception cref="BadInputException">The file is missing, empty, larger than an array or cannot be read.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        var content = Read(path, () =>
        {
            var length = new FileInfo(path).Length;
            return length <= Array.MaxLength
                ? File.ReadAllBytes(path)
                : throw new BadFileException($"{path} has {length:N0} bytes, more than can be read at once: split it.");
        });
        return content.Length > 0 ? content : throw Empty(path);
    }

    /// <summary>What is said of a file without content.</summary>
    public static BadFileException Empty(string path) => new($"{path} is empty: copy or download it again.");

    /// <summary>The files of a folder in ordinal order, without the hidden ones.</summary>
    /// <exception cref="BadInputException">The folder cannot be read.</exception>
    public static string[] FilesOf(string folder) => Sorted(folder, Directory.GetFiles);

    /// <summary>The folders in a folder in ordinal order, without the hidden ones.</summary>
    /// <exception cref="BadInputException">The folder cannot be read.</exception>
    public static string[] FoldersOf(string folder) => Sorted(folder, Directory.GetDirectories);

    /// <summary>The result of reading a file or folder.</summary>
    /// <exception cref="BadInputException">The system does not let it be read.</exception>
    public static T Read<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadFileException($"{path} does not exist: check the path.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadFileException($"{path} cannot be read: check its permissions and that no other program holds it.", exception);
        }
    }

    private static string[] Sorted(string folder, Func<string, string[]> list)
    {
        // Hidden are what other programs leave in any folder: .DS_Store, .ipynb_checkpoints, __MACOSX.
        var paths = Read(folder, () => list(folder)).Where(path => Path.GetFileName(path) is not (['.', ..] or "__MACOSX")).ToArray();
        Array.Sort(paths, string.CompareOrdinal);
        return paths;
    }
}
