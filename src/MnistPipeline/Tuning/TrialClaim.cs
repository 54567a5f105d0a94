using System.Globalization;
using System.Text;

namespace MnistPipeline.Tuning;

/// <summary>
/// One process's right to train a trial of a search that several share: the last of the files <c>.claim-1</c>, <c>.claim-2</c>, ... in the trial's folder. A file is
/// made by one process alone (exclusive creation, which NFS has), which touches it while it lives. One that is not touched any more is overtaken by the next number;
/// its owner, should it wake up, sees that before it writes, and what both have learned has the same bits.
/// </summary>
internal sealed class TrialClaim : IDisposable
{
    private const string Prefix = ".claim-";
    private static readonly TimeSpan TouchInterval = TimeSpan.FromSeconds(10);

    private readonly string _folder;
    private readonly string _path;
    private readonly string _content;
    private readonly Timer _touch;

    private TrialClaim(string folder, string path, string content)
    {
        (_folder, _path, _content) = (folder, path, content);
        _touch = new Timer(_ => Touch(), null, TouchInterval, TouchInterval);
    }

    /// <summary>Whether another process has overtaken this claim.</summary>
    public bool IsLost => Last(_folder) is not { } last || last.Path != _path || Read(_path) != _content;

    /// <summary>Takes a trial; null where another process has it.</summary>
    /// <param name="folder">The trial's folder.</param>
    /// <param name="observer">What this process has seen of the claims.</param>
    /// <exception cref="BadInputException">The folder cannot be written to.</exception>
    public static TrialClaim? TryTake(string folder, ClaimObserver observer)
    {
        try
        {
            _ = Directory.CreateDirectory(folder);
            var last = Last(folder);
            if (last is { } other && observer.IsAlive(other.Path))
            {
                return null;
            }

            var path = Path.Combine(folder, Prefix + ((last?.Number ?? 0) + 1).ToString(CultureInfo.InvariantCulture));
            var content = $"{ClaimObserver.Machine} {Environment.ProcessId} {DateTime.UtcNow:O} {Guid.NewGuid():N}\n";
            if (!TryCreate(path, content))
            {
                return null;
            }

            return new TrialClaim(folder, path, content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadFileException($"'{folder}' cannot be written to ({exception.Message.TrimEnd('.')}): check its permissions and its room.", exception);
        }
    }

    /// <summary>Whether a process that lives has a trial.</summary>
    public static bool IsTaken(string folder, ClaimObserver observer) => Last(folder) is { } last && observer.IsAlive(last.Path);

    /// <summary>Lets others have the trial.</summary>
    public void Dispose()
    {
        _touch.Dispose();
        if (IsLost)
        {
            return;
        }

        // The overtaken ones first: the last is what others go by.
        foreach (var (_, path) in All(_folder).OrderBy(claim => claim.Number))
        {
            TryDelete(path);
        }
    }

    private static bool TryCreate(string path, string content)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }

        using (file)
        {
            file.Write(Encoding.UTF8.GetBytes(content));
        }

        return true;
    }

    private static (int Number, string Path)? Last(string folder)
    {
        var all = All(folder);
        return all.Count == 0 ? null : all.MaxBy(claim => claim.Number);
    }

    private static List<(int Number, string Path)> All(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. from path in Directory.EnumerateFiles(folder, Prefix + "*")
           let number = int.TryParse(Path.GetFileName(path).AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0
           where number > 0
           select (number, path),
    ];

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Touch()
    {
        try
        {
            File.SetLastWriteTimeUtc(_path, DateTime.UtcNow);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whoever cannot touch it is silent, and will see that it is lost.
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nobody touches it any more, so that it is overtaken.
        }
    }
}
