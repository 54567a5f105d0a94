using System.Diagnostics;
using MnistPipeline.Notebooks;

// Runs the notebooks named, by path or as in 1-train, or all of them; writes what they show into them unless told to --check only.
var isCheck = args.Contains("--check");
var solutionFolder = SolutionFolder();
string[] names = [.. args.Where(arg => arg != "--check")];
string[] paths = names.Length > 0
    ? [.. names.Select(name => name.EndsWith(".ipynb", StringComparison.Ordinal) ? Path.GetFullPath(name) : Path.Combine(solutionFolder, "notebooks", name + ".ipynb"))]
    : [.. Directory.GetFiles(Path.Combine(solutionFolder, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal)];
var run = new NotebookRun(new ReferenceLines(solutionFolder));
foreach (var path in paths)
{
    var clock = Stopwatch.StartNew();
    var notebook = Notebook.Read(path);
    Directory.SetCurrentDirectory(Path.GetDirectoryName(path)!);
    try
    {
        await run.RunAsync(notebook);
    }
    catch (CellException error)
    {
        await Console.Error.WriteLineAsync($"{error.Message}{Environment.NewLine}{error.InnerException}");
        return 1;
    }

    if (!isCheck)
    {
        notebook.Write();
    }

    Console.WriteLine($"{notebook.Name}: {notebook.CodeCells.Count} cells ran in {clock.Elapsed.TotalSeconds:F1} s{(isCheck ? "" : ", and their outputs are saved")}.");
}

return 0;

static string SolutionFolder()
{
    var folder = new DirectoryInfo(AppContext.BaseDirectory);
    while (!File.Exists(Path.Combine(folder.FullName, "MnistPipeline.sln")))
    {
        folder = folder.Parent ?? throw new InvalidOperationException("This program belongs below the folder of MnistPipeline.sln.");
    }

    return folder.FullName;
}
