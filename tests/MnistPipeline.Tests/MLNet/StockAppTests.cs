using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using MnistPipeline.Model;
using MnistPipeline.Reading;
using MnistPipeline.Tests.Data;
using MnistPipeline.Tests.Model;

namespace MnistPipeline.Tests.MLNet;

[TestClass]
public sealed class StockAppTests
{
    private static readonly string AppFolder = Path.GetFullPath(AppContext.BaseDirectory)
        .Replace("MnistPipeline.Tests", "MnistPipeline.StockApp", StringComparison.Ordinal);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mnist-pipeline-");

    [TestCleanup]
    public void RemoveFolder() => _folder.Delete(recursive: true);

    [TestMethod]
    public void A_program_without_this_library_loads_the_zip_and_reads_pictures()
    {
        Assert.IsFalse(File.Exists(Path.Combine(AppFolder, "MnistPipeline.dll")), "the program must know nothing of the library");
        string[] classes = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
        var parameters = LeNet5Parameters.Initialize(new LeNet5Architecture(), 5);
        var model = new TrainedModel(parameters, new ModelMetadata { Classes = classes }, DigitInput.Picture);
        var zip = Path.Combine(_folder.FullName, "model.zip");
        var context = new MLContext(1);
        context.Model.Save(StockTransformers.Build(context, model, "Image", OnnxScoring.Create), null, zip);

        var pictures = TestPictures.All().Where((_, index) => index % 20 == 0).ToList();
        var paths = pictures.Select((_, index) => Path.Combine(_folder.FullName, $"{index}.png")).ToList();
        foreach (var (path, (_, grey, width, height)) in paths.Zip(pictures))
        {
            using var image = GreyPicture.Create(grey, width, height);
            image.Save(path);
        }

        var lines = Run("", [zip, .. paths]);
        Assert.HasCount(pictures.Count, lines);
        foreach (var (line, (name, grey, width, height)) in lines.Zip(pictures))
        {
            var fields = line.Split('\t');
            var expected = PlainNetwork.Softmax(PlainNetwork.Logits(parameters, TestPictures.Read(grey, width, height)));
            double[] scores = [.. fields.Skip(1).Select(score => double.Parse(score, CultureInfo.InvariantCulture))];
            Assert.HasCount(expected.Length, scores);
            for (var index = 0; index < scores.Length; index++)
            {
                Assert.AreEqual(expected[index], scores[index], 1e-5, name);
            }

            Assert.AreEqual(classes[Array.IndexOf(expected, expected.Max())], fields[0], name);
        }
    }

    /// <summary>Runs the program; gives its lines.</summary>
    /// <param name="libraries">Where it finds a native library that no package of it brings; may be empty.</param>
    /// <param name="arguments">A zip and pictures.</param>
    internal static string[] Run(string libraries, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppFolder, "MnistPipeline.StockApp.dll"), .. arguments])
        {
            Environment = { ["LD_LIBRARY_PATH"] = libraries },
        };
        using var process = new ChildProcess(start);
        var errors = process.Error.ReadToEndAsync();
        var output = process.Output.ReadToEnd();
        Assert.AreEqual(0, process.WaitForExit(), errors.Result);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
