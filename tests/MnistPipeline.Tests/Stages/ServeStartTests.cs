using System.Net;
using System.Net.Sockets;
using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.Stages;

[TestClass]
public sealed class ServeStartTests
{
    [TestMethod]
    [DataRow("--model none.zip", "none.zip")]
    [DataRow("--model text.zip", "text.zip")]
    [DataRow("--model folder", "folder")]
    [DataRow("--model pixels.zip", "pixels.zip")]
    [DataRow("", "--model")]
    [DataRow("--model", "--model")]
    [DataRow("--modell model.zip", "--modell")]
    [DataRow("model.zip", "model.zip")]
    [DataRow("--rate -1", "--rate")]
    [DataRow("--max-bytes=many", "'many'")]
    [DataRow("--max-pixels 0", "--max-pixels")]
    [DataRow("--urls localhost", "'localhost'")]
    [DataRow("--urls https://localhost:5001", "'https://localhost:5001'")]
    public void A_bad_start_is_one_sentence_and_exit_code_2(string arguments, string named)
    {
        using var folder = new TemporaryFolder();
        _ = folder.Write("text.zip", [1, 2, 3]);
        _ = Directory.CreateDirectory(folder.At("folder"));
        if (arguments.EndsWith("pixels.zip", StringComparison.Ordinal))
        {
            StockModel.Save(folder.At("pixels.zip"), MnistDigits.Take(0, 500));
        }

        // Without a solution here the program's own would be found, and whatever runs it has.
        _ = folder.Write("MnistPipeline.sln", []);
        var run = StageProcess.Run(ServeProcess.Program, folder.Path, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        StageProcess.AssertRefused(run, named);
    }

    [TestMethod]
    public void An_address_that_is_taken_is_one_sentence_and_exit_code_2()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        var run = StageProcess.Run(ServeProcess.Program, Path.GetTempPath(), "--model", SampleRun.Model, "--urls", address);
        StageProcess.AssertRefused(run, address);
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public async Task Without_a_model_the_newest_runs_is_taken_and_Ctrl_C_ends_it_cleanly()
    {
        using var folder = new TemporaryFolder();
        _ = folder.Write("MnistPipeline.sln", []);
        File.SetLastWriteTimeUtc(folder.Write("runs/train/model.zip", [1]), DateTime.UtcNow.AddDays(-1));
        File.Copy(SampleRun.Model, folder.At("runs", "train-2", "model.zip"));
        File.SetLastWriteTimeUtc(folder.At("runs", "train-2", "model.zip"), DateTime.UtcNow);
        using var service = ServeProcess.StartIn(folder.Path);
        StringAssert.StartsWith(service.FirstLine, Path.Combine("runs", "train-2", "model.zip") + " ");
        using var response = await service.PostAsync(WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".png"), "image/png");
        StringAssert.StartsWith(await response.Content.ReadAsStringAsync(), "{\"digit\":\"7\",");
        Assert.AreEqual((0, ""), service.Interrupt());
    }

    [TestMethod]
    public void Help_shows_defaults_and_an_example()
    {
        var run = StageProcess.Run(ServeProcess.Program, Path.GetTempPath(), "--help");
        Assert.AreEqual((0, ""), (run.ExitCode, run.Error));
        StringAssert.Contains(run.Output, "[default: the newest runs/train*/model.zip]");
        StringAssert.Contains(run.Output, "Example:\n  dotnet run");
    }
}
