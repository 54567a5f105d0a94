using System.Security.Cryptography;
using System.Text;
using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.Stages;

[TestClass]
public sealed class ZipBitsTests
{
    [TestMethod]
    public void One_seed_gives_one_zip_on_any_number_of_threads_and_width_of_vectors_and_in_any_folder()
    {
        using var folder = new TemporaryFolder();
        string[] data = [WrittenDigits.WriteSample(folder), folder.At("elsewhere", "data")];
        Copy(data[0], data[1]);
        var hashes = new[] { "", "DOTNET_PreferredVectorBitWidth" }.Select((variable, number) =>
        {
            var start = StageProcess.StartInfo("Train", folder.Path, "--data", data[number % 2], "--epochs", "1", "--seed", "7", "--output", $"run{number}", "--threads", $"{1 + number}");
            if (variable.Length > 0)
            {
                start.Environment[variable] = "128";
            }

            var run = StageProcess.Run(start);
            Assert.AreEqual(0, run.ExitCode, run.Error);
            var zip = File.ReadAllBytes(folder.At($"run{number}", "model.zip"));
            Assert.IsFalse(zip.AsSpan().IndexOf(Encoding.UTF8.GetBytes(folder.Path)) >= 0, "The zip tells where the data lay.");
            return Convert.ToHexString(SHA256.HashData(zip));
        }).Distinct().ToArray();
        Assert.HasCount(1, hashes);
    }

    private static void Copy(string from, string to)
    {
        _ = Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
