namespace MnistPipeline;

/// <summary>A file or folder is missing, damaged, of another kind, or cannot be read or written.</summary>
public sealed class BadFileException : BadInputException
{
    internal BadFileException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
