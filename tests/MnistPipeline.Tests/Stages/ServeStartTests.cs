using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
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
    [DataRow("--strings-model none.zip", "none.zip")]
    [DataRow("--strings-model digits.zip", "--strings-model")]
    [DataRow("", "--model")]
    [DataRow("--model", "--model")]
    [DataRow("--modell model.zip", "--modell")]
    [DataRow("model.zip", "model.zip")]
    [DataRow("--rate -1", "--rate")]
    [DataRow("--max-bytes=many", "MaxBytes")]
    [DataRow("--max-bytes 99999999999", "'99999999999'")]
    [DataRow("--max-pixels 0", "--max-pixels")]
    [DataRow("--urls localhost", "'localhost'")]
    [DataRow("--urls https://localhost:5001", "'https://localhost:5001'")]
    [DataRow("-x=1", "-x=1")]
    public void A_bad_start_is_one_sentence_and_exit_code_2(string arguments, string named)
    {
        using var folder = new TemporaryFolder();
        _ = folder.Write("text.zip", [1, 2, 3]);
        _ = Directory.CreateDirectory(folder.At("folder"));
        if (arguments.EndsWith("pixels.zip", StringComparison.Ordinal))
        {
            StockModel.Save(folder.At("pixels.zip"), MnistDigits.Take(0, 500));
        }

        if (arguments.StartsWith("--strings-model", StringComparison.Ordinal))
        {
            File.Copy(SampleRun.Model, folder.At("digits.zip"));
            arguments += " --model digits.zip";
        }

        // Without a solution here the program's own would be found, and whatever runs it has.
        _ = folder.Write("MnistPipeline.sln", []);
        var start = StageProcess.StartInfo(ServeProcess.Program, folder.Path, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        using var temporary = new TemporaryFolder();
        start.Environment["TMPDIR"] = temporary.Path;
        var run = StageProcess.Run(start);
        StageProcess.AssertRefused(run, named);
        Assert.IsEmpty(Directory.GetFileSystemEntries(temporary.Path));
    }

    [TestMethod]
    [DataRow("Serve__MaxBytes", "0", "--max-bytes")]
    [DataRow("SERVE__RATE", "fast", "'fast'")]
    [DataRow("Serve__Modell", "model.zip", "Modell")]
    [DataRow("ASPNETCORE_URLS", "https://localhost:5001", "'https://localhost:5001'")]
    public void A_bad_variable_of_the_environment_is_one_sentence_and_exit_code_2(string name, string value, string named)
    {
        var start = StageProcess.StartInfo(ServeProcess.Program, Path.GetTempPath(), "--model", "model.zip");
        start.Environment[name] = value;
        StageProcess.AssertRefused(StageProcess.Run(start), named);
    }

    [TestMethod]
    [DataRow("""{ "Serve": { "MaxPixels": 0 } }""", "--max-pixels")]
    [DataRow("""{ "Serve": { "MaxPixel": 100 } }""", "MaxPixel")]
    [DataRow("""{ "Serve": """, "appsettings.json")]
    public void A_bad_appsettings_file_is_one_sentence_and_exit_code_2(string json, string named)
    {
        using var folder = new TemporaryFolder();
        _ = folder.Write("appsettings.json", Encoding.UTF8.GetBytes(json));
        StageProcess.AssertRefused(StageProcess.Run(ServeProcess.Program, folder.Path, "--model", "model.zip"), named);
    }

    [TestMethod]
    public async Task The_command_line_goes_before_the_environment_and_that_before_appsettings()
    {
        using var folder = new TemporaryFolder();
        _ = folder.Write("appsettings.json", """{ "Serve": { "MaxBytes": 10, "MaxPixels": 100, "Rate": 0 } }"""u8.ToArray());
        var start = StageProcess.StartInfo(ServeProcess.Program, folder.Path, "--model", SampleRun.Model, "--max-bytes", "1000");
        start.Environment["Serve__MaxBytes"] = "20";
        start.Environment["Serve__MaxPixels"] = "200";
        using var service = ServeProcess.Start(start);
        using var longer = await service.PostAsync(new byte[1001], "image/png");
        StringAssert.Contains(await longer.Content.ReadAsStringAsync(), "1,000 bytes");
        using var larger = await service.PostAsync(WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".png"), "image/png");
        StringAssert.Contains(await larger.Content.ReadAsStringAsync(), "more than 200:");
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
    public async Task Without_a_model_the_newest_runs_is_taken()
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
    }

    [TestMethod]
    [DataRow(PosixSignal.SIGINT)]
    [DataRow(PosixSignal.SIGTERM)]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public async Task Ctrl_C_and_a_termination_end_it_cleanly_and_nothing_is_left_in_the_temporary_folder(PosixSignal signal)
    {
        using var service = ServeProcess.Start();
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[1_000_000]), "picture", "long.png" } };
        using var response = await service.Client.PostAsync("predict", form);
        Assert.AreEqual(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.AreEqual((0, ""), service.End(signal));
        Assert.IsEmpty(service.TemporaryFiles);
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
