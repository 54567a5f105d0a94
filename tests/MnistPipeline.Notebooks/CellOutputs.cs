using System.Text;
using System.Text.Json.Nodes;

namespace MnistPipeline.Notebooks;

/// <summary>What one cell shows, in order: the kernel's events as outputs of the notebook format.</summary>
/// <param name="executionCount">The cell's number among those that run, from 1.</param>
internal sealed class CellOutputs(int executionCount)
{
    private readonly List<JsonObject> _outputs = [];
    private readonly Dictionary<string, JsonObject> _onShow = [];
    private readonly StringBuilder _text = new();
    private string _textStream = "";
    private bool _hasBegun;

    /// <summary>Takes in an event; most show nothing.</summary>
    /// <exception cref="CellException">A warning of the compiler, or an update of something that is not on show.</exception>
    public void Add(string eventType, JsonObject content)
    {
        // What is shown before a cell's own code begins is about its packages, and names folders of this machine.
        if (!_hasBegun)
        {
            _hasBegun = eventType == "CodeSubmissionReceived";
            return;
        }

        switch (eventType)
        {
            case "StandardOutputValueProduced":
                AddText("stdout", content);
                break;
            case "StandardErrorValueProduced":
                AddText("stderr", content);
                break;
            case "DisplayedValueProduced":
                _onShow[(string)content["valueId"]!] = AddData("display_data", content);
                break;
            case "DisplayedValueUpdated":
                var shown = _onShow.GetValueOrDefault((string)content["valueId"]!)
                    ?? throw new CellException("Update changes nothing on show: only what KernelInvocationContext.Current displays can be replaced.");
                shown["data"] = Data(content);
                break;
            case "ReturnValueProduced":
                AddData("execute_result", content).Insert(1, "execution_count", executionCount);
                break;
            case "DiagnosticsProduced" when content["formattedDiagnostics"]!.AsArray() is [var first, ..]:
                throw new CellException((string)first!["value"]!);
        }
    }

    /// <summary>All of it.</summary>
    public JsonArray End()
    {
        FlushText();
        return [.. _outputs];
    }

    private void AddText(string stream, JsonObject content)
    {
        if (_textStream != stream)
        {
            FlushText();
        }

        _textStream = stream;
        _ = _text.Append((string)content["formattedValues"]![0]!["value"]!);
    }

    private void FlushText()
    {
        if (_text.Length > 0)
        {
            _outputs.Add(new JsonObject { ["name"] = _textStream, ["output_type"] = "stream", ["text"] = Notebook.LinesOf(_text.ToString()) });
            _ = _text.Clear();
        }
    }

    private JsonObject AddData(string outputType, JsonObject content)
    {
        FlushText();
        var output = new JsonObject { ["data"] = Data(content), ["metadata"] = new JsonObject(), ["output_type"] = outputType };
        _outputs.Add(output);
        return output;
    }

    private static JsonObject Data(JsonObject content) => new(content["formattedValues"]!.AsArray().Select(formatted =>
    {
        var (type, value) = ((string)formatted!["mimeType"]!, (string)formatted["value"]!);
        return KeyValuePair.Create(type, type == "image/png" ? JsonValue.Create(value) : (JsonNode?)Notebook.LinesOf(value));
    }));
}
