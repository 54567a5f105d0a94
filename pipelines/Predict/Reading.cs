using System.Diagnostics;
using Spectre.Console;

namespace MnistPipeline.Stages.Predict;

/// <summary>Reads pictures with all cores, and writes the answers in the order of the pictures.</summary>
/// <param name="reader">What reads.</param>
/// <param name="output">Where the answers go.</param>
/// <param name="console">What is told.</param>
internal sealed class Reading(PictureReader reader, AnswerOutput output, StageConsole console)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private volatile int _read;
    private volatile int _recorded;
    private volatile int _unread;
    private int _withoutDigit;
    private int _rejected;

    /// <summary>Reads them.</summary>
    /// <returns>The exit code.</returns>
    public int Run(FoundPictures pictures, CancellationToken cancellation)
    {
        if (output.File is null)
        {
            var writer = new AnswerWriter(output.Form, reader.CsvHeader, WriteToConsole);
            try
            {
                Write(pictures.Pictures, writer, _ => null, () => { }, cancellation);
            }
            finally
            {
                // An array ends also after Ctrl-C.
                writer.End();
            }
        }
        else
        {
            console.ShowWhile(_ => new Text(Progress(pictures.Count)), () => WriteFile(pictures.Pictures, output.File, cancellation));
        }

        if (_read + _recorded > 1)
        {
            var before = _recorded > 0 ? $"{_recorded:N0} more before, " : "";
            console.WriteProgress($"{_read:N0} pictures read, {before}{_withoutDigit:N0} without a digit, {_rejected:N0} rejected, {_unread:N0} not readable; {_read / _clock.Elapsed.TotalSeconds:N0} pictures/s");
        }

        return _unread > 0 ? ExitCodes.BadInput : ExitCodes.Done;
    }

    private string Progress(int? count)
    {
        var (done, rate) = (_read + _recorded + _unread, _read / _clock.Elapsed.TotalSeconds);
        var left = rate > 0 && count is { } all ? TimeSpan.FromSeconds(Math.Ceiling((all - done) / rate)) : TimeSpan.Zero;
        return $"{done:N0}{(count is null ? "" : $" of {count:N0}")} pictures, {rate:N0}/s{(left > TimeSpan.Zero ? $", {left:g} left" : "")}";
    }

    private void WriteFile(IEnumerable<Picture> pictures, string path, CancellationToken cancellation)
    {
        using var file = new AnswerFile(path, output.Resumes);
        using var recorded = file.Before is { } before ? new RecordedAnswers(before, output.Form, reader.CsvHeader) : null;
        var writer = new AnswerWriter(output.Form, reader.CsvHeader, file.WriteLine);
        var isTakenOver = false;
        Write(pictures, writer, picture => recorded?.Take(picture), TakeOver, cancellation);
        recorded?.CheckEnd();
        writer.End();
        file.Finish();

        // Once all that was read before stands in the new file, what comes now is kept as well.
        void TakeOver()
        {
            if (!isTakenOver && recorded is { IsAtEnd: true } && recorded.Taken == _recorded)
            {
                file.TakeOver();
                isTakenOver = true;
            }
        }
    }

    private void Write(IEnumerable<Picture> pictures, AnswerWriter writer, Func<string, IAnswer?> recorded, Action onNew, CancellationToken cancellation)
    {
        var answers = pictures.Select(picture => (Picture: picture, Recorded: recorded(picture.Path)))
            .AsParallel().AsOrdered().WithMergeOptions(output.File is null ? ParallelMergeOptions.NotBuffered : ParallelMergeOptions.AutoBuffered).WithCancellation(cancellation)
            .Select(next => next.Recorded ?? reader.Read(next.Picture, cancellation));
        foreach (var answer in answers)
        {
            if (answer.Problem is not null)
            {
                console.WriteError(answer.Problem);
                _unread++;
                continue;
            }

            if (answer.IsRecorded)
            {
                writer.Write(answer);
                _recorded++;
                continue;
            }

            onNew();
            writer.Write(answer);
            _read++;
            _withoutDigit += answer.ShowsDigits ? 0 : 1;
            _rejected += answer.IsRejected ? 1 : 0;
        }
    }

    private void WriteToConsole(string line)
    {
        switch (output.Form)
        {
            case AnswerForm.Text:
                console.WriteResult(line);
                break;
            case AnswerForm.Json:
                console.WriteJsonLine(line);
                break;
            default:
                console.WriteData(line);
                break;
        }
    }
}
