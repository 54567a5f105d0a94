namespace MnistPipeline;

/// <summary>
/// Something that the user gave cannot be used: a file, a folder, an option or a column. The message is one sentence
/// that names it and says what to do.
/// </summary>
public class BadInputException : Exception
{
    /// <summary>An exception with the sentence that the user reads.</summary>
    public BadInputException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with the sentence that the user reads and what brought it about.</summary>
    public BadInputException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
