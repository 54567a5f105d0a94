namespace MnistPipeline.Stages.Predict;

/// <summary>Writes answers as they come: lines for people, CSV, Kaggle's form, or a JSON array of which each object has a line.</summary>
internal sealed class AnswerWriter : IDisposable
{
    private readonly StageConsole _console;
    private readonly AnswerForm _form;
    private int _count;
    private string? _waitingJson;

    /// <summary>Begins the output.</summary>
    /// <param name="console">Where it goes.</param>
    /// <param name="form">How the answers are written.</param>
    /// <param name="csvHeader">The first line of CSV.</param>
    public AnswerWriter(StageConsole console, AnswerForm form, string csvHeader)
    {
        (_console, _form) = (console, form);
        if (form != AnswerForm.Text)
        {
            console.WriteData(form == AnswerForm.Csv ? csvHeader : Answer.SubmissionHeader);
        }

        console.WriteJsonLine("[");
    }

    /// <summary>Writes one answer.</summary>
    public void Write(IAnswer answer)
    {
        _count++;
        if (!_console.IsJson)
        {
            if (_form == AnswerForm.Text)
            {
                _console.WriteResult(answer.ToText());
            }
            else
            {
                _console.WriteData(_form == AnswerForm.Csv ? answer.ToCsv() : answer.ToSubmission(_count));
            }

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
