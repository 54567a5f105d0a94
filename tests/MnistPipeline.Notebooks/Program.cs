using System.Diagnostics;
using MnistPipeline.Notebooks;

// Runs the notebooks named, by path or as in 1-train, or all of them; writes what they show into them unless told to --check only.
var isCheck = args.Contains("--check");
var notebooks = Path.Combine(NotebookKernel.SolutionFolder, "notebooks");
string[] names = [.. args.Where(arg => arg != "--check")];
string[] paths = names.Length > 0
    ? [.. names.Select(name => name.EndsWith(".ipynb", StringComparison.Ordinal) ? Path.GetFullPath(name) : Path.Combine(notebooks, name + ".ipynb"))]
    : [.. Directory.GetFiles(notebooks, "*.ipynb").Order(StringComparer.Ordinal)];
try
{
    foreach (var path in paths)
    {
        var clock = Stopwatch.StartNew();
        var notebook = Notebook.Read(path);
        notebook.Run(CancellationToken.None);
        if (!isCheck)
        {
            notebook.Write();
        }

        Console.WriteLine($"{notebook.Name}: {notebook.CodeCells.Count} cells ran in {clock.Elapsed.TotalSeconds:F1} s{(isCheck ? "" : ", and their outputs are saved")}.");
    }

    return 0;
}
catch (CellException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}
catch (Exception error) when (error is KernelMissingException or IOException)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 2;
}
