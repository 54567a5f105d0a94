using System.Globalization;
using System.Text;

namespace MnistPipeline.Training;

/// <summary>
/// What keeps two processes out of one run folder: a file that is held open while one works there, and beside it, as a file that is held cannot be read, another
/// that tells whose it is. The system lets go of the first however the process ends.
/// </summary>
internal sealed class RunClaim : IDisposable
{
    private const string LockName = ".lock";
    private const string OwnerName = ".run";

    private readonly FileStream _lock;

    private RunClaim(FileStream held) => _lock = held;

    /// <summary>Whether a folder has more than hidden files, and not from a run of the stage.</summary>
    public static bool HoldsOthers(string folder, string stage) =>
        OwnerOf(folder)?.Stage != stage && InputFile.Read(folder, () => Directory.EnumerateFileSystemEntries(folder).Any(path => Path.GetFileName(path)[0] != '.'));

    /// <summary>Takes a folder that is there.</summary>
    /// <exception cref="BadFileException">Another process has it, or it cannot be written to.</exception>
    public static RunClaim Take(string folder, string stage)
    {
        if (TryTake(folder, stage) is { } claim)
        {
            return claim;
        }

        var owner = OwnerOf(folder) is { } known ? $"the process {known.Process} ({known.Stage})" : "another process";
        throw new BadFileException($"{folder} is in use by {owner}: wait until that ends, or choose another folder.");
    }

    /// <summary>Takes a folder that is there; null where another process has it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="stage">What works in it.</param>
    /// <param name="mustBeNew">Whether one that another process had, and has no more, counts as taken too.</param>
    /// <exception cref="BadFileException">It cannot be written to.</exception>
    public static RunClaim? TryTake(string folder, string stage, bool mustBeNew = false)
    {
        var path = Path.Combine(folder, LockName);
        FileStream held;
        try
        {
            held = new FileStream(path, mustBeNew ? FileMode.CreateNew : FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(path))
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadFileException($"The run folder '{folder}' cannot be written to ({exception.Message.TrimEnd('.')}): choose another one.", exception);
        }

        try
        {
            AtomicFile.DeleteLeftovers(folder);
            AtomicFile.Write(Path.Combine(folder, OwnerName), stream => stream.Write(Encode(stage)));
        }
        catch
        {
            held.Dispose();
            throw;
        }

        return new RunClaim(held);
    }

    /// <summary>Works in a folder beside other processes that do the same, and keeps those out that want it for themselves.</summary>
    /// <exception cref="BadFileException">Another process has it for itself, or it cannot be written to.</exception>
    public static RunClaim Join(string folder, string stage)
    {
        var path = Path.Combine(folder, LockName);
        try
        {
            AtomicFile.WriteNew(path, _ => { });
            var held = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            AtomicFile.WriteNew(Path.Combine(folder, OwnerName), stream => stream.Write(Encode(stage)));
            return new RunClaim(held);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new BadFileException($"The run folder '{folder}' cannot be read ({exception.Message.TrimEnd('.')}): choose another one.", exception);
        }
        catch (IOException exception)
        {
            throw new BadFileException($"{folder} is in use by a process that has not joined: wait until that ends, or choose another folder.", exception);
        }
    }

    /// <summary>The stage whose run a folder is, and the process that worked in it last; null where it does not tell.</summary>
    public static (string Stage, string Process)? OwnerOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, OwnerName)).TrimEnd().Split(' ') is [var stage, var process] ? (stage, process) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static byte[] Encode(string stage) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{stage} {Environment.ProcessId}\n"));
}
