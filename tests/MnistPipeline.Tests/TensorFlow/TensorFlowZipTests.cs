using System.Globalization;
using MnistPipeline.Engines;
using MnistPipeline.Model;
using MnistPipeline.Reading;
using MnistPipeline.Tests.Data;
using MnistPipeline.Tests.MLNet;
using MnistPipeline.Tests.Stages;

namespace MnistPipeline.Tests.TensorFlow;

/// <summary>What needs the package Microsoft.ML.TensorFlow: run by <c>dotnet test -p:TensorFlow=system</c>.</summary>
[TestClass]
public sealed class TensorFlowZipTests
{
    private static bool IsPackageThere { get; } = File.Exists(Path.Combine(AppContext.BaseDirectory, "Microsoft.ML.TensorFlow.dll"));

    [TestMethod]
    public void A_zip_trained_on_TensorFlow_scores_in_a_program_of_stock_packages_as_the_engine_does()
    {
        var library = TensorFlowWithPackage();
        using var folder = new TemporaryFolder();
        var run = StageProcess.Run(
            "Train", folder.Path, "--data", WrittenDigits.WriteSample(folder), "--epochs", "1", "--output", "run", "--engine", "tensorflow", "--tensorflow", library, "--zip", "tensorflow");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var zip = folder.At("run", "model.zip");
        var model = ModelFile.Load(zip);
        CollectionAssert.AreEqual(ModelFile.Load(folder.At("run", "model.onnx")).Parameters.Values, model.Parameters.Values);
        CollectionAssert.AreEqual(ModelFile.Load(folder.At("run", "model.pb")).Parameters.Values, model.Parameters.Values);

        var pictures = TestPictures.All().Where((_, index) => index % 10 == 0).ToList();
        var paths = pictures.Select((_, index) => folder.At($"{index}.png")).ToList();
        foreach (var (path, (_, grey, width, height)) in paths.Zip(pictures))
        {
            using var image = GreyPicture.Create(grey, width, height);
            image.Save(path);
        }

        using var engine = TensorFlowEngineSuite.Runtime().Engine(model.Parameters, new OptimizerOptions(), 2);
        var lines = StockAppTests.Run(library, [zip, .. paths]);
        Assert.HasCount(pictures.Count, lines);
        foreach (var (line, (name, grey, width, height)) in lines.Zip(pictures))
        {
            var logits = new float[10];
            engine.ComputeLogits(TestPictures.Read(grey, width, height), logits);
            var expected = Softmax.Rows(logits, 10, model.Metadata.Temperature);
            var fields = line.Split('\t');
            for (var index = 0; index < 10; index++)
            {
                Assert.AreEqual(expected[index], float.Parse(fields[1 + index], CultureInfo.InvariantCulture), 1e-5f, name);
            }

            Assert.AreEqual(model.Metadata.Classes[Array.IndexOf(expected, expected.Max())], fields[0], name);
        }

        var evaluation = StageProcess.Run("Evaluate", folder.Path, "--model", zip, "--data", folder.At("data"), "--tensorflow", library, "--output", "report");
        Assert.AreEqual(0, evaluation.ExitCode, evaluation.Error);
        StringAssert.Contains(evaluation.Output, "macro average");
    }

    [TestMethod]
    public void Without_the_package_the_zip_for_TensorFlow_is_refused_with_what_to_add()
    {
        if (IsPackageThere)
        {
            Assert.Inconclusive("Skipped: this build has the package Microsoft.ML.TensorFlow.");
        }

        using var folder = new TemporaryFolder();
        var run = StageProcess.Run("Train", folder.Path, "--zip", "tensorflow", "--output", "run");
        Assert.AreEqual(2, run.ExitCode);
        StringAssert.Contains(run.Error, "-p:TensorFlow=system");
        Assert.IsFalse(Directory.Exists(folder.At("run")));
    }

    private static string TensorFlowWithPackage()
    {
        if (!IsPackageThere)
        {
            Assert.Inconclusive("Skipped: this build is without the package Microsoft.ML.TensorFlow; dotnet test -p:TensorFlow=system has it.");
        }

        return TestFiles.TensorFlow();
    }
}
