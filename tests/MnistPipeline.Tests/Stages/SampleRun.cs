using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.Stages;

/// <summary>A run of Train on a few thousand digits, which all programs that take a zip share.</summary>
internal static class SampleRun
{
    private static readonly Lazy<TemporaryFolder> Trained = new(() =>
    {
        var folder = new TemporaryFolder();
        var run = StageProcess.Run("Train", folder.Path, "--data", WrittenDigits.WriteSample(folder), "--epochs", "4", "--output", "run", "--quiet");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        return folder;
    });

    private static readonly Lazy<ServeProcess> Serving = new(() => ServeProcess.Start("--rate", "0"));

    /// <summary>Its model.zip.</summary>
    public static string Model => Trained.Value.At("run", "model.zip");

    /// <summary>A service of it without a limit of rate.</summary>
    public static ServeProcess Service => Serving.Value;

    /// <summary>Ends the service and removes the run.</summary>
    public static void End()
    {
        if (Serving.IsValueCreated)
        {
            Serving.Value.Dispose();
        }

        if (Trained.IsValueCreated)
        {
            Trained.Value.Dispose();
        }
    }
}
