namespace MnistPipeline.TensorFlow.Native;

/// <summary>TensorFlow could not do what it was asked for: a device is lost or full, or a graph is damaged.</summary>
internal sealed class TensorFlowException : DeviceLostException
{
    private static readonly string[] CodeNames =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
    ];

    internal TensorFlowException(string what, int code, string message)
        : base($"TensorFlow could not {what} ({(code < CodeNames.Length ? CodeNames[code] : $"code {code}")}: {FirstLine(message)}).") =>
        Code = code;

    /// <summary>TensorFlow's number of the error, such as 8 for RESOURCE_EXHAUSTED.</summary>
    public int Code { get; }

    // Behind its first line TensorFlow lists the nodes of the graph that the error went through.
    private static string FirstLine(string message) => message.Split('\n')[0].Trim().TrimEnd('.');
}
