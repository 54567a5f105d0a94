namespace MnistPipeline;

/// <summary>Files and folders that the user named, with one sentence for each way in which they cannot be read.</summary>
internal static class InputFile
{
    /// <summary>What is read of a pipe or a device, which does not tell how long it is, in bytes: more than any picture has, and than any network of this library.</summary>
    public const int MaxUntoldLength = 1 << 28;

    /// <summary>All bytes of a file.</summary>
    /// <exception cref="BadInputException">The file is missing, empty, larger than an array or cannot be read.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        var content = Read(path, () =>
        {
            var length = new FileInfo(path).Length;
            if (length > Array.MaxLength)
            {
                throw new BadFileException($"{path} has {length:N0} bytes, more than can be read at once: split it.");
            }

            if (length > 0)
            {
                return File.ReadAllBytes(path);
            }

            using var stream = File.OpenRead(path);
            return ReadToEnd(stream, path).ToArray();
        });
        return content.Length > 0 ? content : throw Empty(path);
    }

    /// <summary>All bytes of a stream that does not tell how long it is.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="BadInputException">It has more than <see cref="MaxUntoldLength"/>.</exception>
    public static MemoryStream ReadToEnd(Stream stream, string name)
    {
        var (content, buffer) = (new MemoryStream(), new byte[1 << 16]);
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            content.Write(buffer, 0, count);
            if (content.Length > MaxUntoldLength)
            {
                throw new BadFileException($"{name} has more than {MaxUntoldLength:N0} bytes, and as many are read of what does not tell its length: give a file.");
            }
        }

        content.Position = 0;
        return content;
    }

    /// <summary>What is said of a file without content.</summary>
    public static BadFileException Empty(string path) => new($"{path} is empty: copy or download it again.");

    /// <summary>The files of a folder in ordinal order, without the hidden ones.</summary>
    /// <exception cref="BadInputException">The folder cannot be read.</exception>
    public static string[] FilesOf(string folder) => Sorted(folder, Directory.GetFiles);

    /// <summary>The folders in a folder in ordinal order, without the hidden ones.</summary>
    /// <exception cref="BadInputException">The folder cannot be read.</exception>
    public static string[] FoldersOf(string folder) => Sorted(folder, Directory.GetDirectories);

    /// <summary>Refuses what no file can be called.</summary>
    /// <exception cref="BadInputException">The path is empty or has a NUL in it.</exception>
    public static void CheckPath(string path)
    {
        if (path.Length == 0 || path.Contains('\0'))
        {
            throw new BadFileException(path.Length == 0 ? "An empty path is given: name a file or folder." : $"'{path}' has a NUL in it: name a file or folder.");
        }
    }

    /// <summary>The result of reading a file or folder.</summary>
    /// <exception cref="BadInputException">The system does not let it be read.</exception>
    public static T Read<T>(string path, Func<T> read)
    {
        CheckPath(path);
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
