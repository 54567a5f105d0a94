namespace MnistPipeline.Stages;

/// <summary>
/// Where things lie that the command line does not name: they are found from the folder of MnistPipeline.sln, whichever folder
/// below it a program is started in.
/// </summary>
internal static class StagePaths
{
    private const string SolutionName = "MnistPipeline.sln";

    /// <summary>The folder of MnistPipeline.sln above the current folder or the program's; the current folder where there is none.</summary>
    public static string Root =>
        FindSolution(Environment.CurrentDirectory) ?? FindSolution(AppContext.BaseDirectory) ?? Environment.CurrentDirectory;

    /// <summary>What the folders of trainings of strings are called.</summary>
    public const string StringRuns = "strings";

    /// <summary>The folder of all runs.</summary>
    public static string Runs => FromRoot("runs");

    /// <summary>A path below <see cref="Root"/>.</summary>
    /// <param name="path">With / between the folders, such as <c>data/mnist</c>.</param>
    public static string FromRoot(string path) => Path.GetFullPath(path, Root);

    /// <summary>The path of the file that was written last among <c>runs/train*/model.zip</c>.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public static string NewestModel() => FindNewestModel()
        ?? throw new BadInputException(
            $"There is no {ForPeople(Path.Combine(Runs, "train"))}*/model.zip: train a model with 'dotnet run -c Release --project pipelines/Train', or give one with --model.");

    /// <summary>What <see cref="NewestModel"/> gives; null where there is none.</summary>
    public static string? FindNewestModel() => Newest("train", "model.zip");

    /// <summary>The path of the file that was written last among <c>runs/strings*/model.zip</c>.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public static string NewestStringModel() => FindNewestStringModel() ?? throw new BadInputException(
        $"There is no {ForPeople(Path.Combine(Runs, StringRuns))}*/model.zip: train one with 'dotnet run -c Release --project pipelines/Train -- --strings', or give one with --model.");

    /// <summary>What <see cref="NewestStringModel"/> gives; null where there is none.</summary>
    public static string? FindNewestStringModel() => Newest(StringRuns, "model.zip");

    /// <summary>A path that the user named in full.</summary>
    /// <exception cref="BadInputException">No file can be called so.</exception>
    public static string Full(string path)
    {
        InputFile.CheckPath(path);
        return Path.GetFullPath(path);
    }

    /// <summary>A path as it is typed in the current folder.</summary>
    public static string ForPeople(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) && relative.Length > path.Length ? path : relative;
    }

    private static string? Newest(string runs, string file) => Directory.Exists(Runs)
        ? Directory.GetDirectories(Runs, runs + "*").Select(folder => Path.Combine(folder, file)).Where(File.Exists).MaxBy(File.GetLastWriteTimeUtc)
        : null;

    private static string? FindSolution(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, SolutionName)))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
