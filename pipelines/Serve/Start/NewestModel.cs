namespace MnistPipeline.Serve.Start;

/// <summary>The model to take where the command line names none.</summary>
internal static class NewestModel
{
    /// <summary>
    /// The path of the file that was written last among <c>runs/train*/model.zip</c> in the folder of MnistPipeline.sln, which is
    /// looked for above the current folder and above the program; or else in the current folder.
    /// </summary>
    /// <exception cref="BadStartException">There is none.</exception>
    public static string Find() => Newest("train*") ?? throw new BadStartException(
        $"There is no {Path.Combine(Runs(), "train*", "model.zip")}: train a model with 'dotnet run -c Release --project pipelines/Train', or give one with --model.");

    /// <summary>The same of <c>runs/strings*/model.zip</c>; null where there is none.</summary>
    public static string? FindForStrings() => Newest("strings*");

    private static string? Newest(string run) => Directory.Exists(Runs())
        ? Directory.GetDirectories(Runs(), run).Select(folder => Path.Combine(folder, "model.zip")).Where(File.Exists).MaxBy(File.GetLastWriteTimeUtc)
        : null;

    private static string Runs()
    {
        var root = SolutionAbove(Environment.CurrentDirectory) ?? SolutionAbove(AppContext.BaseDirectory) ?? Environment.CurrentDirectory;
        return Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(root, "runs"));
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
