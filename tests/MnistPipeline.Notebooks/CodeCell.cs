using System.Text.Json.Nodes;

namespace MnistPipeline.Notebooks;

/// <summary>A cell that runs.</summary>
/// <param name="cell">Its place in the file.</param>
/// <param name="number">Its number among all cells, from 1.</param>
/// <param name="code">Its code, lines ended by \n.</param>
/// <param name="hash">The SHA-256 of its code and of that of all cells before it, which made what it shows.</param>
internal sealed class CodeCell(JsonObject cell, int number, string code, string hash)
{
    private const string HashName = "codeHash";

    /// <summary>Its number among all cells, from 1, as a reader counts them.</summary>
    public int Number => number;

    /// <summary>Its code, lines ended by \n.</summary>
    public string Code => code;

    /// <summary>Whether the outputs in the file were made by this code, after the code of the cells before it.</summary>
    public bool IsUpToDate => cell["execution_count"] is not null && (string?)cell["metadata"]?[HashName] == hash;

    /// <summary>The outputs in the file.</summary>
    public JsonArray Outputs => cell["outputs"]!.AsArray();

    /// <summary>Takes over what a run has shown.</summary>
    /// <param name="outputs">Outputs as the format has them.</param>
    /// <param name="executionCount">The cell's number among those that ran, from 1.</param>
    public void Save(JsonArray outputs, int executionCount)
    {
        cell["outputs"] = outputs;
        cell["execution_count"] = executionCount;
        cell["metadata"]![HashName] = hash;
    }
}
