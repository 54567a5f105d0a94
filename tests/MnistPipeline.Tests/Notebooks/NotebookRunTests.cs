using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MnistPipeline.Notebooks;
using MnistPipeline.Tests.Stages;

namespace MnistPipeline.Tests.Notebooks;

/// <summary>What runs the notebooks.</summary>
[TestClass]
public sealed class NotebookRunTests : IDisposable
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Cells_show_text_tables_and_pictures_as_a_kernel_does()
    {
        var outputs = Run(
            """
            using Microsoft.DotNet.Interactive.Formatting;
            Formatter.SetPreferredMimeTypesFor(typeof(byte[]), "image/png");
            Formatter.Register<byte[]>(png => Convert.ToBase64String(png), "image/png");
            Formatter.Register<string>(svg => svg, "image/svg+xml");
            var drawing = display("<svg>1</svg>", "image/svg+xml");
            Console.WriteLine("one");
            Console.Write("two");
            display(HTML("<b>bold</b>"));
            drawing.Update("<svg>2</svg>");
            "the end"
            """,
            "new byte[] { 1, 2, 3 }",
            "var nothing = 1;");
        Assert.AreEqual(
            """["display_data image/svg+xml: <svg>2</svg>","stream one\ntwo","display_data text/html: <b>bold</b>","execute_result text/plain: the end"]""",
            JsonSerializer.Serialize(outputs[0].Select(Text), Readable));
        Assert.AreEqual("execute_result image/png: AQID", Text(outputs[1].Single()!));
        Assert.IsEmpty(outputs[2]);

        static string Text(JsonNode? output) => (string)output!["output_type"]! + (output["data"] is JsonObject data
            ? $" {data.Single().Key}: {Notebook.TextOf(data.Single().Value!)}"
            : $" {Notebook.TextOf(output["text"]!)}");
    }

    [TestMethod]
    public void A_cell_knows_what_those_before_it_have_declared() =>
        Assert.Contains("42", Run("int Twice(int number) => 2 * number;", "$\"{Twice(21)}\"")[1].ToJsonString());

    [TestMethod]
    [DataRow("throw new InvalidOperationException(\"on purpose\");", "on purpose")]
    [DataRow("int x = \"text\";", "CS0029")]
    [DataRow("#r \"nuget: SkiaSharp, 3.0.0\"", "2.88.9")]
    [DataRow("#r \"nuget: Unheard.Of, 1.0.0\"", "Unheard.Of")]
    [DataRow("#r \"../src/Unheard/bin/Release/net10.0/Unheard.dll\"", "Unheard.dll")]
    [DataRow("using MnistPipeline.Data;", "MnistPipeline")]
    public void A_cell_that_cannot_run_fails_its_notebook_by_name_and_changes_nothing(string code, string word)
    {
        var path = Write("\"first\"", code, "\"third\"");
        var before = File.ReadAllText(path);
        var run = StageProcess.Run("MnistPipeline.Notebooks", _folder.Path, path);
        Assert.AreEqual(1, run.ExitCode, run.Error);
        StringAssert.StartsWith(run.Error, "some cell 2: ");
        StringAssert.Contains(run.Error, word);
        Assert.AreEqual(before, File.ReadAllText(path));
    }

    [TestMethod]
    public void What_a_cell_shows_is_out_of_date_once_its_code_or_code_before_it_changes()
    {
        var path = Write("var one = 1;", "$\"{one}\"", "\"three\"");
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, OutOfDate(File.ReadAllText(path)), "never run");
        Assert.AreEqual(0, StageProcess.Run("MnistPipeline.Notebooks", _folder.Path, path).ExitCode);
        var saved = File.ReadAllText(path);
        Assert.IsEmpty(OutOfDate(saved));
        Assert.IsEmpty(OutOfDate(saved.Replace("\n", "\r\n", StringComparison.Ordinal)));
        CollectionAssert.AreEqual(new[] { 2, 3 }, OutOfDate(saved.Replace("{one}", "{one} ", StringComparison.Ordinal)));
        CollectionAssert.AreEqual(new[] { 3 }, OutOfDate(saved.Replace("\\\"three", "\\\"four", StringComparison.Ordinal)));

        int[] OutOfDate(string text) => [.. Notebook.Parse(path, text).CodeCells.Where(cell => !cell.IsUpToDate).Select(cell => cell.Number)];
    }

    [TestMethod]
    public void A_hash_is_the_same_with_any_line_endings()
    {
        var path = Write("var one = 1;\nvar two = 2;");
        Assert.AreEqual(0, StageProcess.Run("MnistPipeline.Notebooks", _folder.Path, path).ExitCode);
        var saved = File.ReadAllText(path).Replace("var one = 1;\\n", "var one = 1;\\r\\n", StringComparison.Ordinal);
        StringAssert.Contains(saved, "\\r\\n");
        Assert.IsTrue(Notebook.Parse(path, saved).CodeCells.Single().IsUpToDate);
    }

    /// <summary>The outputs of each cell.</summary>
    private JsonArray[] Run(params string[] cells)
    {
        var path = Write(cells);
        var run = StageProcess.Run("MnistPipeline.Notebooks", _folder.Path, path);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        return [.. Notebook.Read(path).CodeCells.Select(cell => cell.Outputs)];
    }

    private string Write(params string[] cells)
    {
        var notebook = new JsonObject
        {
            ["cells"] = new JsonArray([.. cells.Select(code => new JsonObject
            {
                ["cell_type"] = "code",
                ["execution_count"] = null,
                ["metadata"] = new JsonObject(),
                ["outputs"] = new JsonArray(),
                ["source"] = Notebook.LinesOf(code),
            })]),
            ["nbformat"] = 4,
        };
        var path = _folder.At("some.ipynb");
        File.WriteAllText(path, notebook.ToJsonString());
        return path;
    }
}
