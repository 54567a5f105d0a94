using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MnistPipeline.Tests;

/// <summary>Where the tests find real data.</summary>
internal static class TestFiles
{
    /// <summary>The folder of MnistPipeline.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>MNIST as it was published.</summary>
    public static string Mnist => Path.Combine(Root, "data", "mnist");

    /// <summary>Semeion as it was published.</summary>
    public static string Semeion => Path.Combine(Root, "data", "semeion");

    /// <summary>Values of LeNet-5 by PyTorch, and what made them.</summary>
    public static string Golden => Path.Combine(Root, "tests", "golden");

    /// <summary>The folder of TensorFlow's library for the processor, or a skipped test where it is absent.</summary>
    public static string TensorFlow()
    {
        if ((NamedTensorFlow ?? UnpackedTensorFlow.Value) is { } folder)
        {
            return folder;
        }

        Assert.Inconclusive("Skipped: TensorFlow's library for tests (../shared/tensorflow) is not there, or not for this system.");
        return "";
    }

    private static string? NamedTensorFlow => Environment.GetEnvironmentVariable("MNIST_TENSORFLOW") is { Length: > 0 } path
        ? Directory.Exists(path) ? path : Path.GetDirectoryName(path)
        : null;

    /// <summary>Whether a TensorFlow lies where every program finds it.</summary>
    public static bool HasSystemTensorFlow { get; } = Environment.GetEnvironmentVariable("MNIST_TENSORFLOW") is { Length: > 0 }
        || NativeLibrary.TryLoad("libtensorflow.so", out _) || NativeLibrary.TryLoad("libtensorflow_cc.so.2", out _) || NativeLibrary.TryLoad("tensorflow.dll", out _);

    private static readonly Lazy<string?> UnpackedTensorFlow = new(() =>
    {
        var unpack = Path.GetFullPath(Path.Combine(Root, "..", "shared", "tensorflow", "unpack"));
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64 || !File.Exists(unpack))
        {
            return null;
        }

        using var process = new ChildProcess(new ProcessStartInfo(unpack));
        var error = process.Error.ReadToEndAsync();
        var folder = process.Output.ReadToEnd().Trim();
        return process.WaitForExit() == 0 ? folder : throw new IOException($"{unpack} failed: {error.Result}");
    });

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MnistPipeline.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
    }
}
