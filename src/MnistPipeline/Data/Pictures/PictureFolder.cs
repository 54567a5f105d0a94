using MnistPipeline.Reading;

namespace MnistPipeline.Data.Pictures;

/// <summary>A folder with a subfolder of pictures for each class, which bears the class's name.</summary>
internal static class PictureFolder
{
    /// <summary>Whether a subfolder holds pictures.</summary>
    /// <exception cref="BadInputException">A folder cannot be read.</exception>
    public static bool Is(string folder) => InputFile.FoldersOf(folder).Any(subfolder => InputFile.FilesOf(subfolder).Any(PictureFile.IsNamedAsPicture));

    /// <summary>The pictures read as 28x28 digits; they are opened again, at full size, when asked for.</summary>
    /// <exception cref="BadInputException">A class has no pictures, or pictures cannot be read and are not to be left out: all of them are named.</exception>
    public static LabelledDigits Load(string folder, DigitSourceOptions options)
    {
        var (paths, labels) = Find(folder);
        var problems = new BadInputException?[paths.Count];
        var pixels = LabelledDigits.ReadAll(paths.Count, index => PictureFile.Open(paths[index]), options.CancellationToken, (index, problem) => problems[index] = problem);
        var kept = UnreadablePictures.Kept(folder, paths, problems, options);
        return kept.Length == paths.Count
            ? new LabelledDigits(folder, pixels, [.. labels], index => PictureFile.Open(paths[index]))
            : new LabelledDigits(
                folder,
                [.. kept.SelectMany(index => pixels.AsSpan(index * Digit.Pixels, Digit.Pixels).ToArray())],
                [.. kept.Select(index => labels[index])],
                position => PictureFile.Open(paths[kept[position]]));
    }

    private static (List<string> Paths, List<string> Labels) Find(string folder)
    {
        var (paths, labels) = (new List<string>(), new List<string>());
        foreach (var subfolder in InputFile.FoldersOf(folder))
        {
            var pictures = InputFile.FilesOf(subfolder).Where(PictureFile.IsNamedAsPicture).ToArray();
            if (pictures.Length == 0)
            {
                throw new BadFileException($"{subfolder} holds no picture ({PictureFile.Extensions}): put the class's pictures right into it, or remove it.");
            }

            paths.AddRange(pictures);
            labels.AddRange(Enumerable.Repeat(Path.GetFileName(subfolder), pictures.Length));
        }

        return (paths, labels);
    }
}
