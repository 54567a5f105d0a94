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

    public TestContext TestContext { get; set; } = null!;

    /// <summary>Skips a test where the kernel is neither there nor to be had.</summary>
    public static void NeedKernel()
    {
        try
        {
            NotebookKernel.Restore();
        }
        catch (KernelMissingException missing)
        {
            Assert.Inconclusive($"Skipped: {missing.Message}");
        }
    }

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [Timeout(300_000, CooperativeCancellation = true)]
    public void Cells_keep_text_tables_and_pictures_as_the_kernel_shows_them()
    {
        NeedKernel();
        var outputs = Run(
            """
            using Microsoft.DotNet.Interactive;
            using Microsoft.DotNet.Interactive.Formatting;
            Formatter.SetPreferredMimeTypesFor(typeof(byte[]), "image/png");
            Formatter.Register<byte[]>(png => Convert.ToBase64String(png), "image/png");
            Formatter.Register<string>(svg => svg, "image/svg+xml");
            var drawing = KernelInvocationContext.Current.DisplayAs("<svg>1</svg>", "image/svg+xml");
            Console.WriteLine("één");
            Console.Write("two");
            "<b>bold</b>".DisplayAs("text/html");
            Console.Error.WriteLine("three");
            drawing.Update("<svg>2</svg>");
            "the end"
            """,
            "new byte[] { 1, 2, 3 }",
            "int Twice(int number) => 2 * number;",
            "$\"{Twice(21)}\"",
            PackageLine() + "\n\"below a package\"");
        Assert.AreEqual(
            """["display_data image/svg+xml: <svg>2</svg>","stream stdout: één\ntwo","display_data text/html: <b>bold</b>","stream stderr: three\n","execute_result text/plain: the end"]""",
            JsonSerializer.Serialize(outputs[0].Select(Text), Readable));
        Assert.AreEqual("execute_result image/png: AQID", Text(outputs[1].Single()!));
        Assert.IsEmpty(outputs[2]);
        Assert.AreEqual("execute_result text/plain: 42", Text(outputs[3].Single()!));
        Assert.AreEqual("execute_result text/plain: below a package", Text(outputs[4].Single()!));

        static string Text(JsonNode? output) => (string)output!["output_type"]! + (output["data"] is JsonObject data
            ? $" {data.Single().Key}: {Notebook.TextOf(data.Single().Value!)}"
            : $" {(string)output["name"]!}: {Notebook.TextOf(output["text"]!).ReplaceLineEndings("\n")}");
    }

    [TestMethod]
    [Timeout(300_000, CooperativeCancellation = true)]
    public void A_cell_that_throws_or_does_not_compile_or_warns_is_a_fault_and_the_next_one_runs()
    {
        NeedKernel();
        using var kernel = new NotebookKernel(_folder.Path, TestContext.CancellationToken);
        AssertFault("throw new InvalidOperationException(\"on purpose\");", "on purpose");
        AssertFault("int x = \"text\";", "CS0029");
        AssertFault("void Unused() { int x; }", "CS0168");
        AssertFault("var copy = display(\"one\"); copy.Update(\"two\");", "nothing on show");
        AssertFault("using MnistPipeline.Data;", "MnistPipeline");
        Assert.IsEmpty(kernel.Run("var fine = 1;", 1));

        void AssertFault(string code, string word) => StringAssert.Contains(Assert.ThrowsExactly<CellException>(() => kernel.Run(code, 1)).Message, word);
    }

    [TestMethod]
    [Timeout(300_000)]
    public void A_cell_that_cannot_run_fails_its_notebook_by_name_and_changes_nothing()
    {
        NeedKernel();
        var path = Write("\"first\"", "int x = \"text\";", "\"third\"");
        var before = File.ReadAllText(path);
        var run = StageProcess.Run("MnistPipeline.Notebooks", _folder.Path, path);
        Assert.AreEqual(1, run.ExitCode, run.Error);
        StringAssert.StartsWith(run.Error, "some cell 2: ");
        StringAssert.Contains(run.Error, "CS0029");
        Assert.AreEqual(before, File.ReadAllText(path));
    }

    [TestMethod]
    [Timeout(300_000, CooperativeCancellation = true)]
    public void A_run_that_is_stopped_leaves_no_kernel_behind()
    {
        NeedKernel();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.CancellationToken);
        using var kernel = new NotebookKernel(_folder.Path, stop.Token);
        var file = _folder.At("process");
        var cell = Task.Run(() => kernel.Run($"System.IO.File.WriteAllText(@\"{file}\", $\"{{Environment.ProcessId}}\"); System.Threading.Thread.Sleep(-1);", 1), CancellationToken.None);
        Assert.IsTrue(SpinWait.SpinUntil(() => cell.IsCompleted || (File.Exists(file) && new FileInfo(file).Length > 0), TimeSpan.FromMinutes(2)));
        using var process = System.Diagnostics.Process.GetProcessById(int.Parse(File.ReadAllText(file), System.Globalization.CultureInfo.InvariantCulture));
        stop.Cancel();
        StringAssert.Contains(Assert.ThrowsExactly<AggregateException>(() => cell.Wait(CancellationToken.None)).InnerException!.Message, "ended");
        Assert.IsTrue(process.WaitForExit(TimeSpan.FromMinutes(1)));
    }

    [TestMethod]
    [Timeout(300_000, CooperativeCancellation = true)]
    public void What_a_cell_shows_is_out_of_date_once_its_code_or_code_before_it_changes()
    {
        NeedKernel();
        var path = Write("var one = 1;\nvar two = 2;", "$\"{one}\"", "\"three\"");
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, OutOfDate(File.ReadAllText(path)), "never run");
        var notebook = Notebook.Read(path);
        notebook.Run(TestContext.CancellationToken);
        notebook.Write();
        var saved = File.ReadAllText(path);
        Assert.IsEmpty(OutOfDate(saved));
        Assert.IsEmpty(OutOfDate(saved.Replace("\n", "\r\n", StringComparison.Ordinal)));
        Assert.IsEmpty(OutOfDate(saved.Replace("var one = 1;\\n", "var one = 1;\\r\\n", StringComparison.Ordinal)));
        CollectionAssert.AreEqual(new[] { 2, 3 }, OutOfDate(saved.Replace("{one}", "{one} ", StringComparison.Ordinal)));
        CollectionAssert.AreEqual(new[] { 3 }, OutOfDate(saved.Replace("\\\"three", "\\\"four", StringComparison.Ordinal)));

        int[] OutOfDate(string text) => [.. Notebook.Parse(path, text).CodeCells.Where(cell => !cell.IsUpToDate).Select(cell => cell.Number)];
    }

    private static string PackageLine() => Notebook.Read(Path.Combine(TestFiles.Root, "notebooks", "1-train.ipynb")).CodeCells[0].Code
        .Split('\n').First(line => line.StartsWith("#r \"nuget:", StringComparison.Ordinal));

    /// <summary>The outputs of each cell.</summary>
    private JsonArray[] Run(params string[] cells)
    {
        var notebook = Notebook.Read(Write(cells));
        notebook.Run(TestContext.CancellationToken);
        return [.. notebook.CodeCells.Select(cell => cell.Outputs)];
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
