using System.Globalization;
using System.Text.RegularExpressions;
using MnistPipeline.Tests.Data;
using MnistPipeline.Tests.Documents;

namespace MnistPipeline.Tests.Packaging;

/// <summary>Somebody else's project, in a folder of its own, that knows the packages alone.</summary>
[TestClass]
public sealed partial class FreshProjectTests
{
    [TestMethod]
    public void A_fresh_project_reads_a_digit_at_once_and_trains_with_the_ten_lines_and_reads_with_two_more()
    {
        using var folder = new TemporaryFolder();
        WrittenDigits.WritePair(folder, MnistDigits.Take(0, 2400), "data/mnist/train-");
        WrittenDigits.WritePair(folder, MnistDigits.First(600), "data/mnist/t10k-");
        _ = folder.Write("seven.png", WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".png"));
        var code = MarkdownText.Read("src/MnistPipeline/README.md").CSharpBlocks.SelectMany(block => block.Split('\n')).ToLookup(Import().IsMatch);
        FreshProject.Write(folder, "MnistPipeline", [.. code[true].Distinct(), .. code[false], "Console.WriteLine($\"digit {answer.Digit}\");"]);

        var output = DotNet.Run(folder.Path, folder.At("restored"), "run", "--project", "app");
        Assert.IsGreaterThan(90, double.Parse(Accuracy().Match(output).Groups[1].Value, CultureInfo.InvariantCulture), output);
        StringAssert.Contains(output, "it is a 7");
        StringAssert.Contains(output, "digit 7");
        Assert.IsGreaterThan(100_000, new FileInfo(folder.At("model.zip")).Length);
    }

    [TestMethod]
    [DataRow("MnistPipeline.Plots")]
    [DataRow("MnistPipeline.TensorFlow")]
    public void A_fresh_project_builds_with_a_package_beside_the_library_alone(string package)
    {
        using var folder = new TemporaryFolder();
        FreshProject.Write(folder, package, MarkdownText.Read($"src/{package}/README.md").CSharpBlocks);
        _ = DotNet.Run(folder.Path, folder.At("restored"), "build", "app", "-m:1");
    }

    [GeneratedRegex(@"^using [\w.]+;$")]
    private static partial Regex Import();

    [GeneratedRegex(@"^accuracy ([0-9.]+) ?%", RegexOptions.Multiline)]
    private static partial Regex Accuracy();
}
