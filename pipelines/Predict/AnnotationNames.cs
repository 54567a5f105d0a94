using MnistPipeline.Training;

namespace MnistPipeline.Stages.Predict;

/// <summary>Names for annotated pictures: those of the pictures themselves, with a number where two have the same. It may be asked from several threads.</summary>
/// <param name="folder">Where they go.</param>
internal sealed class AnnotationNames(string folder)
{
    private readonly string _folder = Prepared(folder);
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The path for a picture.</summary>
    public string Next(string picture)
    {
        var name = picture == Picture.StandardInput ? "standard-input" : Path.GetFileNameWithoutExtension(picture.Replace('#', '-'));
        lock (_taken)
        {
            var free = name;
            for (var number = 2; !_taken.Add(free); number++)
            {
                free = $"{name}-{number}";
            }

            return Path.Combine(_folder, free + ".png");
        }
    }

    // What others have made there is not written over; several programs may draw into one of ours.
    private static string Prepared(string folder)
    {
        using var run = RunFolder.Open(folder, "predict");
        return run.Path;
    }
}
