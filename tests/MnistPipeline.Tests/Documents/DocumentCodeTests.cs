using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MnistPipeline.Data;
using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.Documents;

/// <summary>The C# of the pages compiles, and that of the page on the API runs as it stands.</summary>
[TestClass]
public sealed class DocumentCodeTests
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using Microsoft.ML;
        global using Microsoft.ML.Data;
        global using Microsoft.ML.Transforms.Image;
        global using MnistPipeline;
        global using MnistPipeline.Data;
        global using MnistPipeline.Model;
        global using MnistPipeline.Training;
        global using MnistPipeline.TensorFlow;
        """;

    // What the pages' reader has at hand.
    private const string AtHand = """
        var mlContext = new MLContext();
        IDataView oldDigits = null!;
        byte[] upload = [];

        """;

    public static IEnumerable<object[]> Blocks() =>
        from document in MarkdownText.ReadAll()
        where document.Path == "README.md" || document.Path.StartsWith("docs/", StringComparison.Ordinal) || document.Path.StartsWith("src/", StringComparison.Ordinal)
        from block in document.CSharpBlocks.Index()
        select new object[] { document.Path, block.Index };

    [TestMethod]
    [DynamicData(nameof(Blocks))]
    public void Every_block_compiles(string path, int index)
    {
        var block = MarkdownText.Read(path).CSharpBlocks[index];
        var errors = Compile(block).GetDiagnostics().Where(diagnostic => diagnostic is { Severity: DiagnosticSeverity.Error, Id: not "CS5001" }).ToList(); // using lines alone are no program
        if (errors.Any(error => error.Id == "CS0103"))
        {
            errors = [.. Compile(AtHand + block).GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        }

        Assert.IsEmpty(errors, string.Join('\n', errors));
    }

    [TestMethod]
    public void The_blocks_of_the_page_on_the_API_run_in_their_order_and_come_to_what_they_are_for()
    {
        using var folder = new TemporaryFolder();
        WriteData(folder);
        var output = string.Concat(MarkdownText.Read("docs/api.md").CSharpBlocks.Skip(1).Index().Select(block => Run(folder, block.Index, block.Item)));
        foreach (var expected in new[]
        {
            @"^the first digit is a [0-9]$\n^accuracy (9\d|100)\.\d+ ?%, the first digit is a [0-9]$\n^it is a 7$\n^the first digit is a [0-9]$\n^[6-9]\d\.\d ?% of the digits",
            @"^epoch 3: [6-9]\d\.\d ?%$\n^best is epoch \d, [6-9]",
            "^(it is a|a person should look:) ",
            @"^([6-9]\d|100)\.\d ?% of the validation digits are read right$\n\z",
        })
        {
            StringAssert.Matches(output, new System.Text.RegularExpressions.Regex(expected, System.Text.RegularExpressions.RegexOptions.Multiline), output);
        }
    }

    [TestMethod]
    public void The_readme_is_a_screen_and_a_half() => Assert.IsLessThan(12_000, new FileInfo(Path.Combine(TestFiles.Root, "README.md")).Length);

    private static void WriteData(TemporaryFolder folder)
    {
        var digits = MnistDigits.Take(0, 1500);
        _ = folder.Write("digits.csv", WrittenDigits.Text([WrittenDigits.CsvHeader(), .. WrittenDigits.CsvLines(digits)]));
        var list = Enumerable.Range(0, 600).Select(index =>
        {
            var first = index == 0 ? MnistDigits.Test : digits;
            _ = folder.Write(folder.At("pictures", $"{index}.png"), WrittenDigits.Picture(Array.ConvertAll(first.PixelsOf(index).ToArray(), ink => (byte)(255 - ink)), ".png"));
            return $"{first.Classes[first.Labels[index]]},{index}.png";
        });
        _ = folder.Write("list.csv", WrittenDigits.Text(list));
        WrittenDigits.WritePictures(folder, DigitSource.OpenTraining(TestFiles.Semeion, seed: 1).Train, ".png", "pictures-of-mine");
    }

    private static string Run(TemporaryFolder folder, int index, string code)
    {
        var program = folder.At("built", $"block{index}.dll");
        using (var file = File.Create(program))
        {
            var built = Compile(code).Emit(file);
            Assert.IsTrue(built.Success, string.Join('\n', built.Diagnostics));
        }

        var tests = Path.Combine(AppContext.BaseDirectory, "MnistPipeline.Tests");
        var start = new ProcessStartInfo("dotnet", ["exec", "--runtimeconfig", tests + ".runtimeconfig.json", "--depsfile", tests + ".deps.json", "--additionalprobingpath", "/", program])
        {
            WorkingDirectory = folder.Path,
        };
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        using var process = new ChildProcess(start);
        var error = process.Error.ReadToEndAsync();
        var output = process.Output.ReadToEnd();
        Assert.AreEqual(0, process.WaitForExit(), $"{code}\n{output}{error.Result}");
        return output;
    }

    private static CSharpCompilation Compile(string code) => CSharpCompilation.Create(
        "block",
        [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(code)],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
}
