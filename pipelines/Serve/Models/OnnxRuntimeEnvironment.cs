using System.Runtime.InteropServices;

namespace MnistPipeline.Serve.Models;

/// <summary>
/// The variables that ONNX Runtime asks for before its first model: whether it tells Microsoft of its use, of which it leaves files in the temporary and in the home
/// folder, and whether a model may say with how many threads it is computed: with one, as requests come side by side.
/// </summary>
internal static partial class OnnxRuntimeEnvironment
{
    private static readonly string[] Variables = ["ORT_DISABLE_TELEMETRY", "ORT_LOAD_CONFIG_FROM_MODEL"];

    /// <summary>Sets those of which the environment says nothing: it tells nobody, and models have their way.</summary>
    public static void Prepare()
    {
        foreach (var variable in Variables.Where(variable => Environment.GetEnvironmentVariable(variable) is null))
        {
            Environment.SetEnvironmentVariable(variable, "1");
            if (!OperatingSystem.IsWindows())
            {
                // There .NET has a copy of the environment, and native code does not see what is set in it.
                _ = SetNative(variable, "1", overwrite: 1);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNative(string name, string value, int overwrite);
}
