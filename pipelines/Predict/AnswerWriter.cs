namespace MnistPipeline.Stages.Predict;

/// <summary>Writes answers as they come: lines for people, CSV, or a JSON array of which each object has a line.</summary>
internal sealed class AnswerWriter : IDisposable
{
    private readonly StageConsole _console;
    private readonly bool _isCsv;
    private string? _waitingJson;

    public AnswerWriter(StageConsole console, bool isCsv)
    {
        (_console, _isCsv) = (console, isCsv);
        if (isCsv)
        {
            console.WriteResult(Answer.CsvHeader);
        }

        console.WriteJsonLine("[");
    }

    /// <summary>Writes one answer.</summary>
    public void Write(Answer answer)
    {
        if (!_console.IsJson)
        {
            _console.WriteResult(_isCsv ? answer.ToCsv() : answer.ToText());
            return;
        }

        // Whether a comma follows an object is known when the next one comes.
        if (_waitingJson is not null)
        {
            _console.WriteJsonLine(_waitingJson + ",");
        }

        _waitingJson = answer.ToJson();
    }

    /// <summary>Ends the array, also after Ctrl-C.</summary>
    public void Dispose()
    {
        if (_waitingJson is not null)
        {
            _console.WriteJsonLine(_waitingJson);
        }

        _console.WriteJsonLine("]");
    }
}
