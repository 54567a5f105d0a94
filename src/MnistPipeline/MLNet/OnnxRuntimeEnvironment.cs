namespace MnistPipeline;

/// <summary>
/// The variables that ONNX Runtime asks for before its first model: whether it tells its makers of its use, of which it leaves files in the temporary and in the home
/// folder, and whether a model may say with how many threads it is computed.
/// </summary>
internal static class OnnxRuntimeEnvironment
{
    private static readonly string[] Variables = ["ORT_DISABLE_TELEMETRY", "ORT_LOAD_CONFIG_FROM_MODEL"];

    /// <summary>Sets those of which the environment says nothing: it tells nobody, and models have their way.</summary>
    public static void Prepare()
    {
        foreach (var variable in Variables.Where(variable => Environment.GetEnvironmentVariable(variable) is null))
        {
            Environment.SetEnvironmentVariable(variable, "1");
            ProcessEnvironment.Set(variable, "1");
        }
    }
}
