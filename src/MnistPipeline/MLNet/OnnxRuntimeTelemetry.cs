namespace MnistPipeline;

/// <summary>
/// What ONNX Runtime tells its makers of its use. It leaves files of that in the temporary and in the home folder, and asks the environment, once,
/// before its first model.
/// </summary>
internal static class OnnxRuntimeTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Turns it off, unless the environment says something already.</summary>
    public static void TurnOff()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
        {
            Environment.SetEnvironmentVariable(Variable, "1");
            ProcessEnvironment.Set(Variable, "1");
        }
    }
}
