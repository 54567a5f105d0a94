using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.Stages;

/// <summary>A run of Train on a few thousand digits, which all programs that take a zip share.</summary>
[TestClass]
public static class SampleRun
{
    private static readonly Lazy<TemporaryFolder> Trained = new(() =>
    {
        var folder = new TemporaryFolder();
        var run = StageProcess.Run("Train", folder.Path, "--data", WrittenDigits.WriteSample(folder), "--epochs", "4", "--output", "run", "--quiet");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        return folder;
    });

    /// <summary>Its model.zip.</summary>
    internal static string Model => Trained.Value.At("run", "model.zip");

    [AssemblyCleanup]
    public static void RemoveFolder()
    {
        if (Trained.IsValueCreated)
        {
            Trained.Value.Dispose();
        }
    }
}
