namespace MnistPipeline.Serve.Start;

/// <summary>The model to take where the command line names none.</summary>
internal static class NewestModel
{
    /// <summary>
    /// The path of the file that was written last among <c>runs/train*/model.zip</c> in the folder of MnistPipeline.sln, which is
    /// looked for above the current folder and above the program; or else in the current folder.
    /// </summary>
    /// <exception cref="BadStartException">There is none.</exception>
    public static string Find()
    {
        var root = SolutionAbove(Environment.CurrentDirectory) ?? SolutionAbove(AppContext.BaseDirectory) ?? Environment.CurrentDirectory;
        var runs = Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(root, "runs"));
        var models = Directory.Exists(runs)
            ? Directory.GetDirectories(runs, "train*").Select(folder => Path.Combine(folder, "model.zip")).Where(File.Exists)
            : [];
        return models.MaxBy(File.GetLastWriteTimeUtc)
            ?? throw new BadStartException(
                $"There is no {Path.Combine(runs, "train*", "model.zip")}: train a model with 'dotnet run -c Release --project pipelines/Train', or give one with --model.");
    }

    private static string? SolutionAbove(string start)
    {
        var folder = new DirectoryInfo(start);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MnistPipeline.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
