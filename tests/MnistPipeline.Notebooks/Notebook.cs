using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MnistPipeline.Notebooks;

/// <summary>A notebook file (nbformat 4), of which only the outputs of its code cells change.</summary>
internal sealed class Notebook
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonNode _file;

    private Notebook(string path, JsonNode file)
    {
        Path = path;
        _file = file;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var cells = new List<CodeCell>();
        foreach (var (index, cell) in file["cells"]!.AsArray().Index())
        {
            if ((string?)cell!["cell_type"] == "code")
            {
                var code = TextOf(cell["source"]!).ReplaceLineEndings("\n");
                hash.AppendData(Encoding.UTF8.GetBytes(code + "\n\0"));
                cells.Add(new CodeCell(cell.AsObject(), index + 1, code, Convert.ToHexStringLower(hash.GetCurrentHash())));
            }
        }

        CodeCells = cells;
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>Its file's name without the ending.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The cells that run, in order.</summary>
    public IReadOnlyList<CodeCell> CodeCells { get; }

    /// <summary>Reads a notebook.</summary>
    public static Notebook Read(string path) => Parse(path, File.ReadAllText(path));

    /// <summary>The notebook of a text.</summary>
    public static Notebook Parse(string path, string text) => new(path, JsonNode.Parse(text)!);

    /// <summary>Runs every cell in a kernel of their own and takes over what they show.</summary>
    /// <param name="cancellationToken">Ends the kernel, and so the run.</param>
    /// <exception cref="CellException">A cell threw, does not compile, or compiles with a warning; the message names notebook and cell.</exception>
    /// <exception cref="KernelMissingException">There is no kernel.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        using var kernel = new NotebookKernel(System.IO.Path.GetDirectoryName(Path)!, cancellationToken);
        foreach (var (index, cell) in CodeCells.Index())
        {
            try
            {
                cell.Save(kernel.Run(cell.Code, index + 1), index + 1);
            }
            catch (CellException fault)
            {
                throw new CellException($"{Name} cell {cell.Number}: {fault.Message}");
            }
        }
    }

    /// <summary>Writes it back, outputs and all.</summary>
    public void Write() => File.WriteAllText(Path, _file.ToJsonString(Format) + "\n");

    /// <summary>A text of the format: one string, or a list of lines.</summary>
    public static string TextOf(JsonNode text) => text is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string)text!;

    /// <summary>A text as the list of its lines, which version control compares line by line.</summary>
    public static JsonArray LinesOf(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return [.. lines.Select((line, index) => (JsonNode)(index < lines.Length - 1 ? line + "\n" : line)).Where(line => (string?)line != "")];
    }
}
