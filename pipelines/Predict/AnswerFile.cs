using System.Text;

namespace MnistPipeline.Stages.Predict;

/// <summary>
/// A file of answers, which has its name when all are in it. Until then its lines go to <c>NAME.part</c>, which one process holds; what another has left there
/// is kept as <c>NAME.before</c> until all of that stands in the new part.
/// </summary>
internal sealed class AnswerFile : IDisposable
{
    private const int LongestLine = 1 << 20;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly string _part;
    private readonly string _before;
    private readonly FileStream _stream;
    private readonly StreamWriter _writer;
    private long _flushed = Environment.TickCount64;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="resumes">Whether it goes on with what a process before has left.</param>
    /// <exception cref="BadInputException">It cannot be written, or another process writes it.</exception>
    public AnswerFile(string path, bool resumes)
    {
        (_path, _part, _before) = (path, path + ".part", path + ".before");
        InputFile.CheckPath(path);
        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            _stream = new FileStream(_part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (resumes && !File.Exists(_before) && _stream.Length > 0)
            {
                KeepWhole();
            }
            else if (!resumes)
            {
                File.Delete(_before);
            }

            _stream.SetLength(0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _stream?.Dispose();
            throw new BadInputException($"'{path}' cannot be written ({exception.Message.TrimEnd('.')}): give another --output.", exception);
        }

        _writer = new StreamWriter(_stream, Utf8, bufferSize: 1 << 16) { NewLine = "\n" };
    }

    /// <summary>Where the answers of a process before are; null for nowhere.</summary>
    public string? Before => File.Exists(_before) ? _before : null;

    /// <summary>Writes a line, which reaches the disk within some seconds.</summary>
    public void WriteLine(string line) => Guarded(() =>
    {
        _writer.WriteLine(line);
        if (Environment.TickCount64 - _flushed > FlushInterval.TotalMilliseconds)
        {
            _writer.Flush();
            _flushed = Environment.TickCount64;
        }
    });

    /// <summary>The answers of a process before stand in this file.</summary>
    public void TakeOver() => Guarded(() =>
    {
        _writer.Flush();
        _stream.Flush(flushToDisk: true);
        File.Delete(_before);
    });

    /// <summary>Gives the file its name.</summary>
    public void Finish()
    {
        TakeOver();
        Guarded(() => File.Move(_part, _path, overwrite: true));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _writer.Dispose();
        }
        catch (IOException)
        {
            // What does not fit any more is read again.
        }
    }

    // What was written when a process was killed may end within a line.
    private void KeepWhole()
    {
        var last = new byte[Math.Min(_stream.Length, LongestLine)];
        _ = _stream.Seek(-last.Length, SeekOrigin.End);
        _stream.ReadExactly(last);
        var end = _stream.Length - last.Length + last.AsSpan().LastIndexOf((byte)'\n') + 1;
        _ = _stream.Seek(0, SeekOrigin.Begin);
        AtomicFile.Write(_before, stream =>
        {
            _stream.CopyTo(stream);
            stream.SetLength(end);
        });
    }

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"'{_path}' cannot be written ({exception.Message.TrimEnd('.')}): free the space, and go on with --resume.", exception);
        }
    }
}
