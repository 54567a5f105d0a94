namespace MnistPipeline;

/// <summary>
/// Something that was given cannot be used, or cannot go on: data, a column, or one of the kinds that derive from this. The message is one
/// sentence that names it and says what to do.
/// </summary>
public class BadInputException : Exception
{
    internal BadInputException(string message, Exception? innerException = null)
        : base(TerminalText.Escaped(message), innerException)
    {
    }
}
