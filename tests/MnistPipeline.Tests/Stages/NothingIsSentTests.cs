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
    public void No_stage_sends_anything()
    {
        using var folder = new TemporaryFolder();
        if (!File.Exists("/usr/bin/unshare") || InOwnNetwork(folder, "true").ExitCode != 0)
        {
            Assert.Inconclusive("The system does not let a network be made.");
        }

        Assert.AreNotEqual(0, Sent(InOwnNetwork(folder, "exec 3<>/dev/tcp/192.0.2.1/80 || true")), "What is sent must be seen.");
        var data = WrittenDigits.WriteSample(folder);
        var picture = folder.Write("seven.png", WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".png"));
        AssertSendsNothing("Train", "--data", data, "--epochs", "2", "--output", "run");
        AssertSendsNothing("Evaluate", "--model", "run/model.zip", "--data", data, "--output", "report");
        AssertSendsNothing("Predict", "--model", "run/model.zip", picture);
        AssertSendsNothing("Predict", "--string", picture);
        AssertSendsNothing("FineTune", "--model", "run/model.zip", "--data", data, "--replay", "none", "--epochs", "1", "--output", "fine-tuned");
        AssertSendsNothing("Tune", "--data", data, "--trials", "2", "--epochs", "1", "--output", "search");

        // It listens to itself alone, which is up here, and is ended after some seconds.
        var serve = InOwnNetwork(folder, $"timeout -s INT 6 {Command(ServeProcess.Program, "--model", "run/model.zip", "--urls", "http://127.0.0.1:0")}");
        StringAssert.Contains(serve.Output, "reads digits", serve.Error);
        Assert.AreEqual(0, Sent(serve), serve.Error);

        void AssertSendsNothing(string stage, params string[] arguments)
        {
            var run = InOwnNetwork(folder, Command(stage, arguments));
            Assert.AreEqual(0, run.ExitCode, run.Error);
            Assert.AreEqual(0, Sent(run), stage);
        }
    }

    private static string Command(string program, params string[] arguments)
    {
        var start = StageProcess.StartInfo(program, ".", arguments);
        return string.Join(' ', start.ArgumentList.Prepend(start.FileName).Select(word => $"'{word}'"));
    }

    // Without a way out each attempt is counted where the way is looked for.
    private static StageProcess InOwnNetwork(TemporaryFolder folder, string command)
    {
        var start = new ProcessStartInfo("unshare") { WorkingDirectory = folder.Path };
        foreach (var word in new[] { "--map-root-user", "--net", "bash", "-c", $"{command}; code=$?; cat /proc/net/snmp; exit $code" })
        {
            start.ArgumentList.Add(word);
        }

        _ = start.Environment.Remove("ORT_DISABLE_TELEMETRY");
        return StageProcess.Run(start);
    }

    private static int Sent(StageProcess run)
    {
        var lines = run.Output.Split('\n').Where(line => line.StartsWith("Ip: ", StringComparison.Ordinal)).Select(line => line.Split(' ')).ToArray();
        return new[] { "OutRequests", "OutNoRoutes" }.Sum(name => int.Parse(lines[0].Zip(lines[1]).First(column => column.First == name).Second, CultureInfo.InvariantCulture));
    }
}
