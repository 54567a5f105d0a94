namespace MnistPipeline;

/// <summary>The device of an engine is lost or full, so that it cannot go on. What was written before holds: a training can be resumed.</summary>
public class DeviceLostException : BadInputException
{
    internal DeviceLostException(string message)
        : base(message)
    {
    }
}
