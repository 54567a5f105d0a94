using Microsoft.AspNetCore.Html;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive.Formatting;

namespace MnistPipeline.Notebooks;

/// <summary>Runs a notebook's cells one after another, each knowing what those before it have declared.</summary>
/// <param name="references">What <c>#r</c> lines mean.</param>
internal sealed class NotebookRun(ReferenceLines references)
{
    // What a kernel's cells see without a using or #r line of their own.
    private static readonly ScriptOptions Kernel = ScriptOptions.Default
        .AddImports("System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq")
        .AddReferences(typeof(NotebookKernel).Assembly, typeof(Formatter).Assembly, typeof(HtmlString).Assembly)
        .WithOptimizationLevel(OptimizationLevel.Release);

    /// <summary>Runs every cell and puts what they show into the notebook.</summary>
    /// <exception cref="CellException">A cell threw or does not compile.</exception>
    public async Task RunAsync(Notebook notebook)
    {
        var kernel = new NotebookKernel();
        var options = Kernel;
        var console = Console.Out;
        var state = await CSharpScript.RunAsync("", options, kernel);
        Formatter.ResetToDefault();
        try
        {
            foreach (var (index, cell) in notebook.CodeCells.Index())
            {
                using var text = new StringWriter();
                kernel.Outputs = new CellOutputs(text.GetStringBuilder());
                Console.SetOut(text);
                try
                {
                    var (code, assemblies) = references.Resolve(cell.Code, Path.GetDirectoryName(notebook.Path)!);
                    options = options.AddReferences(assemblies);
                    state = await state.ContinueWithAsync(code, options);
                    cell.Save(kernel.Outputs.End(state.ReturnValue, index + 1), index + 1);
                }
                catch (Exception error)
                {
                    throw new CellException($"{notebook.Name} cell {cell.Number}: {error.Message}", error);
                }
            }
        }
        finally
        {
            Console.SetOut(console);
        }
    }
}
