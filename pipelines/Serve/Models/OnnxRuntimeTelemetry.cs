using System.Runtime.InteropServices;

namespace MnistPipeline.Serve.Models;

/// <summary>
/// What ONNX Runtime tells Microsoft of its use. It leaves files of that in the temporary and in the home folder, and asks the
/// environment, once, before its first model.
/// </summary>
internal static partial class OnnxRuntimeTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Turns it off, unless the environment says something already.</summary>
    public static void TurnOff()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not null)
        {
            return;
        }

        Environment.SetEnvironmentVariable(Variable, "1");
        if (!OperatingSystem.IsWindows())
        {
            // There .NET has a copy of the environment, and native code does not see what is set in it.
            _ = SetNative(Variable, "1", overwrite: 1);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNative(string name, string value, int overwrite);
}
