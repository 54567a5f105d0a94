using System.Text.Json;

namespace MnistPipeline.Stages.Predict;

/// <summary>The answers of a file that was written before, in the order of its pictures.</summary>
internal sealed class RecordedAnswers : IDisposable
{
    private readonly string _path;
    private readonly AnswerForm _form;
    private readonly StreamReader _reader;
    private volatile string? _next;
    private volatile int _taken;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="form">CSV or JSON.</param>
    /// <param name="csvHeader">The first line of CSV.</param>
    /// <exception cref="BadInputException">It cannot be read, or is of another form.</exception>
    public RecordedAnswers(string path, AnswerForm form, string csvHeader)
    {
        (_path, _form) = (path, form);
        try
        {
            _reader = new StreamReader(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"'{path}' cannot be read ({exception.Message.TrimEnd('.')}): check its permissions.", exception);
        }

        var start = _reader.ReadLine();
        if (start is not null && start != AnswerWriter.Start(form, csvHeader))
        {
            _reader.Dispose();
            throw new BadInputException($"'{path}' has answers of another form: give the options that it was written with, or another --output.");
        }

        Advance();
    }

    /// <summary>How many answers were taken.</summary>
    public int Taken => _taken;

    /// <summary>Whether all were taken.</summary>
    public bool IsAtEnd => _next is null;

    /// <summary>Takes the answer of a picture, if it is the next.</summary>
    /// <param name="picture">The path of the picture.</param>
    /// <returns>Its answer; null where the file has none of it.</returns>
    public IAnswer? Take(string picture)
    {
        if (_next?.StartsWith(Beginning(picture), StringComparison.Ordinal) != true)
        {
            return null;
        }

        var answer = new RecordedAnswer(_next);
        _taken++;
        Advance();
        return answer;
    }

    /// <summary>Says so where not all answers were taken.</summary>
    /// <exception cref="BadInputException">There are answers of other pictures.</exception>
    public void CheckEnd()
    {
        if (_next is not null)
        {
            throw new BadInputException($"'{_path}' has answers of other pictures than the FILEs that are given now ({_next[..Math.Min(60, _next.Length)]}): give the same, or another --output.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private string Beginning(string picture) => _form == AnswerForm.Csv
        ? AnswerText.Quoted(picture) + ","
        : $"{{\"path\":{JsonSerializer.Serialize(picture, AnswerText.Json)},";

    private void Advance()
    {
        _next = _reader.ReadLine();

        // A field may run over several lines.
        while (_form == AnswerForm.Csv && _next is not null && _next.Count(sign => sign == '"') % 2 == 1 && _reader.ReadLine() is { } more)
        {
            _next += "\n" + more;
        }

        if (_form == AnswerForm.Json)
        {
            _next = _next == AnswerWriter.JsonEnd ? null : _next?.TrimEnd(',');
        }
    }

    // What it says of itself was counted when it was first written.
    private sealed record RecordedAnswer(string Line) : IAnswer
    {
        public string? Problem => null;

        public bool IsRecorded => true;

        public bool IsRejected => false;

        public bool ShowsDigits => true;

        public string ToText() => Line;

        public string ToCsv() => Line;

        public string ToSubmission(int number) => Line;

        public string ToJson() => Line;
    }
}
