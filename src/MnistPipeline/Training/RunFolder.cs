using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using MnistPipeline.Evaluation;

namespace MnistPipeline.Training;

/// <summary>The folder of one run. Every file in it is written so that a kill at any moment leaves the old or the new one.</summary>
internal sealed class RunFolder
{
    // Two processes can both find a folder free and both make it, but only one of them can create this file in it.
    private const string ClaimName = ".run";

    private RunFolder(string path) => Path = path;

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
            if (!Directory.Exists(path) && !File.Exists(path) && TryClaim(path))
            {
                return new RunFolder(path);
            }
        }
    }

    /// <summary>A folder by its path, made where it is missing.</summary>
    /// <exception cref="BadInputException">The path is a file, or the folder cannot be made.</exception>
    public static RunFolder OpenOrCreate(string path)
    {
        MakeFolder(path);
        return new RunFolder(path);
    }

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

    private static bool TryClaim(string path)
    {
        MakeFolder(path);
        var claim = System.IO.Path.Combine(path, ClaimName);
        try
        {
            new FileStream(claim, FileMode.CreateNew, FileAccess.Write).Dispose();
            return true;
        }
        catch (IOException) when (File.Exists(claim))
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, exception);
        }
    }

    private static void MakeFolder(string path)
    {
        try
        {
            _ = Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unusable(path, exception);
        }
    }

    private static BadFileException Unusable(string path, Exception exception) =>
        new($"The run folder '{path}' cannot be made ({exception.Message.TrimEnd('.')}): choose another one.", exception);
}
