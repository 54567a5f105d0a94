using System.Text;
using Microsoft.AspNetCore.Html;

namespace MnistPipeline.Notebooks;

/// <summary>What a cell can call without a prefix, as in a notebook's kernel (Microsoft.DotNet.Interactive.Kernel) and by the same names.</summary>
public sealed class NotebookKernel
{
    internal CellOutputs Outputs { get; set; } = new(new StringBuilder());

    /// <summary>Shows a value.</summary>
    /// <param name="value">What to show.</param>
    /// <param name="mimeTypes">As what; none for what its formatter prefers.</param>
    public DisplayedValue display(object value, params string[] mimeTypes) => Outputs.Display(value, mimeTypes);

    /// <summary>Text that is HTML already.</summary>
    public static IHtmlContent HTML(string content) => new HtmlString(content);
}
