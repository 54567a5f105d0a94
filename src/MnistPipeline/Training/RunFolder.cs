using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using MnistPipeline.Evaluation;

namespace MnistPipeline.Training;

/// <summary>
/// The folder of one run, which one process at a time writes to. Every file in it is written so that a kill at any moment leaves the old or the new one.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private readonly RunClaim? _claim;

    private RunFolder(string path, RunClaim? claim) => (Path, _claim) = (path, claim);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The training's options, which repeat the run.</summary>
    public string OptionsPath => PathOf("options.json");

    /// <summary>A row for each finished epoch.</summary>
    public string ResultsPath => PathOf("results.csv");

    /// <summary>What the training needs to go on.</summary>
    public string CheckpointPath => PathOf("checkpoint");

    /// <summary>What the run came to.</summary>
    public string MetricsPath => PathOf("metrics.json");

    /// <summary>Makes the first free one of <c>stage</c>, <c>stage-2</c>, <c>stage-3</c>, ... No two processes get the same.</summary>
    /// <param name="root">The folder of the runs, such as <c>runs</c>; made where it is missing.</param>
    /// <param name="stage">The stage, such as <c>train</c>.</param>
    /// <exception cref="BadInputException">The folder cannot be made.</exception>
    public static RunFolder CreateNext(string root, string stage)
    {
        for (var number = 1; ; number++)
        {
            var path = System.IO.Path.Combine(root, number == 1 ? stage : $"{stage}-{number}");
            if (!Directory.Exists(path) && !File.Exists(path) && TryTake(path, stage) is { } run)
            {
                return run;
            }
        }
    }

    /// <summary>A folder by its path for a run of a stage, made where it is missing.</summary>
    /// <param name="path">The folder: a new or an empty one, or one of an earlier run of the stage.</param>
    /// <param name="stage">The stage, such as <c>evaluate</c>.</param>
    /// <exception cref="BadInputException">It is a file, cannot be made, holds what is of no run of the stage, or another process works in it.</exception>
    public static RunFolder Open(string path, string stage)
    {
        MakeFolder(path);
        return RunClaim.HoldsOthers(path, stage)
            ? throw new BadFileException($"{path} holds what a run of {stage} has not made, and would be written over: choose a folder that is new or empty.")
            : new RunFolder(path, RunClaim.Take(path, stage));
    }

    /// <summary>A folder by its path, whatever it holds, made where it is missing.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="stage">What works in it, such as <c>train</c>.</param>
    /// <exception cref="BadInputException">It is a file, cannot be made, or another process works in it.</exception>
    public static RunFolder Resume(string path, string stage)
    {
        MakeFolder(path);
        return new RunFolder(path, RunClaim.Take(path, stage));
    }

    /// <summary>A folder by its path for a run on which several processes work, made where it is missing.</summary>
    /// <param name="path">The folder: a new or an empty one, or one of an earlier run of the stage.</param>
    /// <param name="stage">The stage, such as <c>tune</c>.</param>
    /// <exception cref="BadInputException">It is a file, cannot be made, holds what is of no run of the stage, or a process that has not joined works in it.</exception>
    public static RunFolder Join(string path, string stage)
    {
        MakeFolder(path);
        return RunClaim.HoldsOthers(path, stage)
            ? throw new BadFileException($"{path} holds what a run of {stage} has not made: choose a folder that is new or empty.")
            : new RunFolder(path, RunClaim.Join(path, stage));
    }

    /// <summary>A folder in that of a run which this process works in already, made where it is missing.</summary>
    /// <exception cref="BadInputException">It is a file, or cannot be made.</exception>
    public static RunFolder Within(string path)
    {
        MakeFolder(path);
        return new RunFolder(path, null);
    }

    /// <summary>The stage whose run a folder is; null where it does not tell.</summary>
    public static string? StageOf(string path) => RunClaim.OwnerOf(path)?.Stage;

    /// <summary>Lets other processes work in the folder.</summary>
    public void Dispose() => _claim?.Dispose();

    /// <summary>The path of a file of this run.</summary>
    /// <param name="file">Its name, such as <c>model.zip</c>.</param>
    public string PathOf(string file) => System.IO.Path.Combine(Path, file);

    /// <summary>Writes <c>options.json</c>.</summary>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public void WriteOptions<T>(T options, JsonTypeInfo<T> type)
        where T : TrainingOptions => JsonFile.Write(OptionsPath, options, type);

    /// <summary>Writes <c>checkpoint</c> and <c>results.csv</c> after an epoch.</summary>
    /// <exception cref="BadInputException">A file cannot be written.</exception>
    internal void Save(Checkpoint checkpoint)
    {
        CheckpointFile.Write(CheckpointPath, checkpoint);
        WriteResults(checkpoint.History);
    }

    /// <summary>Writes <c>results.csv</c>, a row an epoch.</summary>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    internal void WriteResults(IEnumerable<EpochMetrics> history) => AtomicFile.Write(ResultsPath, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine("epoch,learningRate,trainLoss,validationLoss,validationAccuracy,imagesPerSecond,seconds");
        foreach (var epoch in history)
        {
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{epoch.Epoch},{epoch.LearningRate},{epoch.TrainLoss},{epoch.ValidationLoss},{epoch.ValidationAccuracy},{epoch.ImagesPerSecond:F0},{epoch.Seconds:F3}"));
        }
    });

    /// <summary>The checkpoint of this run; null where no epoch was finished.</summary>
    /// <exception cref="BadInputException">It is damaged or of another version.</exception>
    internal Checkpoint? LoadCheckpoint() => File.Exists(CheckpointPath) ? CheckpointFile.Load(CheckpointPath) : null;

    /// <summary>Writes <c>metrics.json</c>.</summary>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public void WriteMetrics(RunMetrics metrics) => JsonFile.Write(MetricsPath, metrics, MetricsJson.Settings.RunMetrics);

    private static RunFolder? TryTake(string path, string stage)
    {
        MakeFolder(path);
        return RunClaim.TryTake(path, stage, mustBeNew: true) is { } claim ? new RunFolder(path, claim) : null;
    }

    private static void MakeFolder(string path)
    {
        try
        {
            _ = Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BadFileException($"The run folder '{path}' cannot be made ({exception.Message.TrimEnd('.')}): choose another one.", exception);
        }
    }
}
