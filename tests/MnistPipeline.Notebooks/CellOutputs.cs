using System.Text;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;

namespace MnistPipeline.Notebooks;

/// <summary>What one cell shows, in order, as the notebook format has it.</summary>
/// <param name="console">Where the cell's <see cref="Console.Out"/> goes.</param>
internal sealed class CellOutputs(StringBuilder console)
{
    private readonly List<JsonObject> _outputs = [];

    /// <summary>Shows a value.</summary>
    /// <param name="value">What to show.</param>
    /// <param name="mimeTypes">As what; none for the types that its formatter prefers.</param>
    public DisplayedValue Display(object? value, IReadOnlyList<string> mimeTypes)
    {
        FlushText();
        var types = mimeTypes.Count > 0 ? mimeTypes : [.. Formatter.GetPreferredMimeTypesFor(value?.GetType())];
        var output = new JsonObject { ["data"] = Data(value, types), ["metadata"] = new JsonObject(), ["output_type"] = "display_data" };
        _outputs.Add(output);
        return new DisplayedValue(updated => output["data"] = Data(updated, types));
    }

    /// <summary>Ends the cell with the value of its last expression.</summary>
    /// <param name="result">The value; null for none.</param>
    /// <param name="executionCount">The cell's number among those that ran, from 1.</param>
    public JsonArray End(object? result, int executionCount)
    {
        if (result is not null)
        {
            _ = Display(result, []);
            _outputs[^1]["output_type"] = "execute_result";
            _outputs[^1].Insert(1, "execution_count", executionCount);
        }

        FlushText();
        return [.. _outputs];
    }

    private void FlushText()
    {
        if (console.Length > 0)
        {
            _outputs.Add(new JsonObject { ["name"] = "stdout", ["output_type"] = "stream", ["text"] = Notebook.LinesOf(console.ToString()) });
            _ = console.Clear();
        }
    }

    private static JsonObject Data(object? value, IReadOnlyList<string> mimeTypes) => new(mimeTypes.Select(
        type => KeyValuePair.Create(type, type == "image/png" ? JsonValue.Create(value.ToDisplayString(type)) : (JsonNode?)Notebook.LinesOf(value.ToDisplayString(type)))));
}
