using System.Text;

namespace MnistPipeline.Stages;

/// <summary>Standard output or standard error, which may be closed, or lead to a disk that is full.</summary>
internal sealed class StandardWriter : TextWriter
{
    private readonly TextWriter? _inner;
    private readonly Action<IOException> _failed;

    private StandardWriter(TextWriter? inner, Action<IOException> failed) => (_inner, _failed) = (inner, failed);

    /// <inheritdoc/>
    public override Encoding Encoding => _inner?.Encoding ?? Encoding.Default;

    /// <summary>Puts such writers in the place of the console's: without its results a program has failed, and a sentence says so; without a log it goes on.</summary>
    public static void Install()
    {
        Console.SetOut(new StandardWriter(Opened(StandardStreams.Output, () => Console.Out), failure => throw new BadInputException(
            $"Standard output cannot be written ({failure.Message.TrimEnd('.')}): lead it to where there is room.", failure)));
        Console.SetError(new StandardWriter(Opened(StandardStreams.Error, () => Console.Error), _ => { }));
    }

    /// <inheritdoc/>
    public override void Write(char value) => Try(inner => inner.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Try(inner => inner.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(inner => inner.Write(value));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(inner => inner.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Try(inner => inner.Flush());

    // Null for a stream that is closed, which cannot even be opened.
    private static TextWriter? Opened(int stream, Func<TextWriter> open)
    {
        try
        {
            return StandardStreams.IsOpen(stream) ? open() : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void Try(Action<TextWriter> write)
    {
        try
        {
            write(_inner ?? throw new IOException("It is closed."));
        }
        catch (IOException failure)
        {
            _failed(failure);
        }
    }
}
