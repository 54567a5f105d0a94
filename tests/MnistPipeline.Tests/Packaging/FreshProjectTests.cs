using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MnistPipeline.Tests.Data;
using MnistPipeline.Tests.Documents;

namespace MnistPipeline.Tests.Packaging;

/// <summary>Somebody else's project, in a folder of its own, that knows the packages alone.</summary>
[TestClass]
public sealed partial class FreshProjectTests
{
    [TestMethod]
    public void A_fresh_project_trains_with_the_ten_lines_and_reads_a_digit_with_two_more()
    {
        using var folder = new TemporaryFolder();
        WrittenDigits.WritePair(folder, MnistDigits.Take(0, 2400), "data/mnist/train-");
        WrittenDigits.WritePair(folder, MnistDigits.First(600), "data/mnist/t10k-");
        _ = folder.Write("seven.png", WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".png"));
        var code = MarkdownText.Read("src/MnistPipeline/README.md").CSharpBlocks;
        WriteProject(folder, "MnistPipeline", [.. code, "Console.WriteLine($\"digit {answer.Digit}\");"]);

        var output = DotNet.Run(folder.Path, folder.At("restored"), "run", "--project", "app");
        Assert.IsGreaterThan(90, double.Parse(Accuracy().Match(output).Groups[1].Value, CultureInfo.InvariantCulture), output);
        StringAssert.Contains(output, "digit 7");
        Assert.IsGreaterThan(100_000, new FileInfo(folder.At("model.zip")).Length);
    }

    [TestMethod]
    public void A_fresh_project_builds_with_the_package_of_TensorFlow_alone()
    {
        using var folder = new TemporaryFolder();
        WriteProject(folder, "MnistPipeline.TensorFlow", MarkdownText.Read("src/MnistPipeline.TensorFlow/README.md").CSharpBlocks);
        _ = DotNet.Run(folder.Path, folder.At("restored"), "build", "app", "-m:1");
    }

    private static void WriteProject(TemporaryFolder folder, string package, IEnumerable<string> code)
    {
        File.WriteAllLines(folder.At("app", "Program.cs"), code);
        new XElement(
            "Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement(
                "PropertyGroup",
                new XElement("OutputType", "Exe"),
                new XElement("TargetFramework", "net10.0"),
                new XElement("ImplicitUsings", "enable"),
                new XElement("Nullable", "enable"),
                new XElement("TreatWarningsAsErrors", "true"),
                new XElement("UseAppHost", "false")),
            new XElement(
                "ItemGroup",
                new XElement("PackageReference", new XAttribute("Include", package), new XAttribute("Version", PackedLibraries.Version)))).Save(folder.At("app", "app.csproj"));

        // No feed but the folder of our packages: all else was unpacked when these tests were built.
        new XElement(
            "configuration",
            new XElement("packageSources", new XElement("clear"), Add("packed", PackedLibraries.Folder)),
            new XElement("packageSourceMapping", new XElement("clear")),
            new XElement(
                "fallbackPackageFolders",
                new XElement("clear"),
                PackedLibraries.UnpackedPackages().Select((path, index) => Add($"unpacked{index}", path)))).Save(folder.At("nuget.config"));
    }

    private static XElement Add(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));

    [GeneratedRegex(@"^accuracy ([0-9.]+) ?%", RegexOptions.Multiline)]
    private static partial Regex Accuracy();
}
