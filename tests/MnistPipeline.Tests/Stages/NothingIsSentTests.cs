using System.Diagnostics;
using System.Globalization;
using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.Stages;

/// <summary>Programs in a network of their own, which counts what leaves it, be it but the question for an address.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class NothingIsSentTests
{
    [TestMethod]
    public void No_stage_sends_anything_or_leaves_a_file_in_the_temporary_folder()
    {
        using var folder = new TemporaryFolder();
        using var temporary = new TemporaryFolder();
        if (!File.Exists("/usr/bin/unshare") || InOwnNetwork(folder, temporary, "true").ExitCode != 0)
        {
            Assert.Inconclusive("The system does not let a network be made.");
        }

        Assert.AreNotEqual(0, Sent(InOwnNetwork(folder, temporary, "exec 3<>/dev/tcp/192.0.2.1/80 || true")), "What is sent must be seen.");
        var data = WrittenDigits.WriteSample(folder);
        var picture = folder.Write("seven.png", WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".png"));
        AssertKeepsToItself("Train", "--data", data, "--epochs", "2", "--output", "run");
        AssertKeepsToItself("Evaluate", "--model", "run/model.zip", "--data", data, "--output", "report");
        AssertKeepsToItself("Predict", "--model", "run/model.zip", picture);
        AssertKeepsToItself("Predict", "--string", picture);
        AssertKeepsToItself("FineTune", "--model", "run/model.zip", "--data", data, "--replay", "none", "--epochs", "1", "--output", "fine-tuned");
        AssertKeepsToItself("Tune", "--data", data, "--trials", "2", "--epochs", "1", "--output", "search");

        // It listens to itself alone, which is up here, and is ended after some seconds.
        var serve = InOwnNetwork(folder, temporary, $"timeout -s INT 6 {Command(ServeProcess.Program, "--model", "run/model.zip", "--urls", "http://127.0.0.1:0")}");
        StringAssert.Contains(serve.Output, "reads digits", serve.Error);
        Assert.AreEqual(0, Sent(serve), serve.Error);
        AssertIsEmpty(ServeProcess.Program);

        void AssertKeepsToItself(string stage, params string[] arguments)
        {
            var run = InOwnNetwork(folder, temporary, Command(stage, arguments));
            Assert.AreEqual(0, run.ExitCode, run.Error);
            Assert.AreEqual(0, Sent(run), stage);
            AssertIsEmpty(stage);
        }

        void AssertIsEmpty(string stage) =>
            Assert.IsEmpty(Directory.GetFileSystemEntries(temporary.Path), $"{stage} left {string.Join(", ", Directory.GetFileSystemEntries(temporary.Path))}");
    }

    private static string Command(string program, params string[] arguments)
    {
        var start = StageProcess.StartInfo(program, ".", arguments);
        return string.Join(' ', start.ArgumentList.Prepend(start.FileName).Select(word => $"'{word}'"));
    }

    // Without a way out each attempt is counted where the way is looked for.
    private static StageProcess InOwnNetwork(TemporaryFolder folder, TemporaryFolder temporary, string command)
    {
        var start = new ProcessStartInfo("unshare") { WorkingDirectory = folder.Path };
        foreach (var word in new[] { "--map-root-user", "--net", "bash", "-c", $"{command}; code=$?; cat /proc/net/snmp; exit $code" })
        {
            start.ArgumentList.Add(word);
        }

        start.Environment["TMPDIR"] = temporary.Path;
        _ = start.Environment.Remove("ORT_DISABLE_TELEMETRY");
        return StageProcess.Run(start);
    }

    private static int Sent(StageProcess run)
    {
        var lines = run.Output.Split('\n').Where(line => line.StartsWith("Ip: ", StringComparison.Ordinal)).Select(line => line.Split(' ')).ToArray();
        return new[] { "OutRequests", "OutNoRoutes" }.Sum(name => int.Parse(lines[0].Zip(lines[1]).First(column => column.First == name).Second, CultureInfo.InvariantCulture));
    }
}
