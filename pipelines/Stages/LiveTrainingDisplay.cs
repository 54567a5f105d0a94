using System.Diagnostics;
using System.Globalization;
using MnistPipeline.Training;
using Spectre.Console;

namespace MnistPipeline.Stages;

/// <summary>A line that is written over again and again while an epoch goes on, and a line that stays for each epoch that is done.</summary>
internal sealed class LiveTrainingDisplay(IAnsiConsole console) : ITrainingDisplay
{
    private const int FewestBarCells = 8;
    private const int MaxBarCells = 24;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private long _shownAt;
    private bool _isShown;
    private string _lastAccuracy = "";

    public void ShowProgress(TrainingProgress progress)
    {
        lock (_lock)
        {
            if (_isShown && Stopwatch.GetElapsedTime(_shownAt) < Interval)
            {
                return;
            }

            var before = string.Create(CultureInfo.InvariantCulture, $"{(progress.Teacher > 0 ? $"teacher {progress.Teacher}  " : "")}epoch {progress.Epoch}/{progress.Epochs} ");
            var after = string.Create(
                CultureInfo.InvariantCulture, $" loss {progress.Loss:F4}{_lastAccuracy}  {progress.ImagesPerSecond:N0} images/s  {Duration(progress.TimeLeft)} left");
            // Longer than the window, the line could not be taken away again: the bar gives way first, then the end of the text.
            var room = console.Profile.Width - 1 - before.Length;
            var bar = Math.Clamp(room - after.Length, FewestBarCells, MaxBarCells);
            after = after[..Math.Clamp(room - bar, 0, after.Length)];
            var done = (int)Math.Round(Math.Clamp((double)progress.ImagesDone / progress.Images, 0, 1) * bar);
            Erase();
            console.Markup($"{before}[green]{new string('━', done)}[/][grey]{new string('━', bar - done)}[/]{after}");
            _shownAt = Stopwatch.GetTimestamp();
            _isShown = true;
        }
    }

    public void ShowEpoch(EpochMetrics epoch)
    {
        lock (_lock)
        {
            Erase();
            _lastAccuracy = string.Create(CultureInfo.InvariantCulture, $"  accuracy {100 * epoch.ValidationAccuracy:F2} %");
            // Written past the console, which would break a line that is wider than the window into two.
            console.Profile.Out.Writer.WriteLine(PlainTrainingDisplay.LineOf(epoch));
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            Erase();
        }
    }

    private static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}"
        : $"{time.Minutes}:{time.Seconds:00}";

    private void Erase()
    {
        if (_isShown)
        {
            console.Write(new ControlCode("\r\u001b[2K"));
            _isShown = false;
        }
    }
}
