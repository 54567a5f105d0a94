using System.Diagnostics;
using System.Runtime.InteropServices;
using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.Packaging;

/// <summary>Apps that are published without the code that they do not use.</summary>
[TestClass]
public sealed class PublishedAppTests
{
    private const string ReadsAndTrains = """
        using MnistPipeline;
        using MnistPipeline.Data;
        using Microsoft.ML;

        if (args is [var data, var zip])
        {
            var mlContext = new MLContext();
            using var model = mlContext.MulticlassClassification.Trainers.LeNet5(new LeNet5Options { Epochs = 2, RunFolder = "run" })
                .Train(DigitSource.Open(data, seed: 1).Train.ToDataView());
            mlContext.Model.Save(model.Transformer, null, zip);
        }

        using var reader = DigitReader.Open(args[^1]);
        Console.WriteLine($"digit {reader.ReadFile("seven.png").Digit}, {DigitReader.Default.ReadFile("seven.png").Digit}");
        """;

    [TestMethod]
    public void A_trimmed_app_trains_and_reads()
    {
        using var folder = Publish("-p:PublishTrimmed=true", "-p:TrimMode=partial");
        Assert.AreEqual("digit 7, 7", Run(folder, WrittenDigits.WriteSample(folder), "model.zip"));
    }

    [TestMethod]
    public void An_app_compiled_ahead_of_time_reads()
    {
        if (!HasLinker())
        {
            Assert.Inconclusive("Skipped: neither clang nor gcc is there, with which .NET links an app that it compiles ahead of time.");
        }

        using var folder = Publish("-p:PublishAot=true");
        Assert.AreEqual("digit 7, 7", Run(folder, Stages.SampleRun.Model));
    }

    private static TemporaryFolder Publish(params string[] properties)
    {
        var folder = new TemporaryFolder();
        _ = folder.Write("seven.png", WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".png"));
        FreshProject.Write(folder, "MnistPipeline", [ReadsAndTrains], asksFeeds: true);
        if (!DotNet.Succeeds(folder.Path, folder.At("restored"), ["restore", "app", "-r", RuntimeInformation.RuntimeIdentifier, .. properties]))
        {
            folder.Dispose();
            Assert.Inconclusive("Skipped: no package feed has what .NET needs to publish an app without the code that it does not use.");
        }

        _ = DotNet.Run(folder.Path, folder.At("restored"), ["publish", "app", "--no-restore", "-m:1", "-r", RuntimeInformation.RuntimeIdentifier, "-o", folder.At("published"), .. properties]);
        return folder;
    }

    private static string Run(TemporaryFolder folder, params string[] arguments)
    {
        using var process = new ChildProcess(new ProcessStartInfo(folder.At("published", "app"), arguments) { WorkingDirectory = folder.Path });
        var error = process.Error.ReadToEndAsync();
        var output = process.Output.ReadToEnd();
        Assert.AreEqual(0, process.WaitForExit(), error.Result);
        return output.Trim();
    }

    private static bool HasLinker() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "clang")) || File.Exists(Path.Combine(folder, "gcc")) || OperatingSystem.IsWindows());
}
