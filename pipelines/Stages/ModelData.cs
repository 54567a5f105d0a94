using System.Text.Json;
using System.Text.Json.Nodes;
using MnistPipeline.Model;

namespace MnistPipeline.Stages;

/// <summary>What a model file, which may travel far, calls the data that it learned from, and where those lie.</summary>
internal static class ModelData
{
    /// <summary>The names of data: their paths from <see cref="StagePaths.Root"/>, or of what lies elsewhere the last part alone.</summary>
    public static string Names(params IEnumerable<string> paths) => string.Join(Path.PathSeparator, paths.Select(Name).Distinct());

    /// <summary>The full paths of a model's data that are still there: below <see cref="StagePaths.Root"/>, or where the options of the run tell that the model lies in.</summary>
    public static IReadOnlyList<string> Find(string modelPath, ModelMetadata metadata)
    {
        var told = new Lazy<string?>(() => DataOfRun(modelPath));
        return [.. metadata.DataSet.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(Located).OfType<string>()];

        string? Located(string name) =>
            name.Contains('/') && Exists(StagePaths.FromRoot(name)) ? StagePaths.FromRoot(name)
            : told.Value is { } path && Name(path) == name ? path
            : null;
    }

    private static string Name(string path)
    {
        var relative = Path.GetRelativePath(StagePaths.Root, path);
        if (Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal))
        {
            return Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        }

        // The slash tells it from the name of what lies elsewhere.
        var name = relative.Replace(Path.DirectorySeparatorChar, '/');
        return name.Contains('/') ? name : "./" + name;
    }

    private static string? DataOfRun(string modelPath)
    {
        try
        {
            var options = JsonNode.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(modelPath))!, "options.json")));
            return (string?)options?["data"] is { } path && Exists(path) ? path : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            // A model need not lie in its run.
            return null;
        }
    }

    private static bool Exists(string path) => Directory.Exists(path) || File.Exists(path);
}
