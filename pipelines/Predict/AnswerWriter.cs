namespace MnistPipeline.Stages.Predict;

/// <summary>Makes lines of answers as they come: lines for people, CSV, Kaggle's form, or a JSON array.</summary>
internal sealed class AnswerWriter
{
    /// <summary>What a JSON array begins and ends with, lines of their own.</summary>
    public const string JsonStart = "[";

    /// <inheritdoc cref="JsonStart"/>
    public const string JsonEnd = "]";

    private readonly AnswerForm _form;
    private readonly Action<string> _write;
    private int _count;
    private string? _waitingJson;

    /// <summary>Begins the output.</summary>
    /// <param name="form">How the answers are written.</param>
    /// <param name="csvHeader">The first line of CSV.</param>
    /// <param name="write">Takes a line.</param>
    public AnswerWriter(AnswerForm form, string csvHeader, Action<string> write)
    {
        (_form, _write) = (form, write);
        if (Start(form, csvHeader) is { } start)
        {
            write(start);
        }
    }

    /// <summary>The line that a form begins with; null for none.</summary>
    public static string? Start(AnswerForm form, string csvHeader) => form switch
    {
        AnswerForm.Csv => csvHeader,
        AnswerForm.Submission => Answer.SubmissionHeader,
        AnswerForm.Json => JsonStart,
        _ => null,
    };

    /// <summary>Writes one answer.</summary>
    public void Write(IAnswer answer)
    {
        _count++;
        if (_form != AnswerForm.Json)
        {
            _write(_form == AnswerForm.Text ? answer.ToText() : _form == AnswerForm.Csv ? answer.ToCsv() : answer.ToSubmission(_count));
            return;
        }

        // Whether a comma follows an object is known when the next one comes.
        if (_waitingJson is not null)
        {
            _write(_waitingJson + ",");
        }

        _waitingJson = answer.ToJson();
    }

    /// <summary>Ends the array.</summary>
    public void End()
    {
        if (_waitingJson is not null)
        {
            _write(_waitingJson);
        }

        if (_form == AnswerForm.Json)
        {
            _write(JsonEnd);
        }
    }
}
