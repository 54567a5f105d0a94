using System.Globalization;
using System.Text.RegularExpressions;

namespace MnistPipeline.Data.Idx;

/// <summary>A file of images and the file of their labels, beside each other and with names that differ in no more than that.</summary>
/// <param name="Part">What the names begin with: "train-", "t10k-", "emnist-digits-test-", or nothing.</param>
/// <param name="ImagesPath">The file of images.</param>
/// <param name="LabelsPath">The file of labels.</param>
internal sealed partial record IdxPair(string Part, string ImagesPath, string LabelsPath)
{
    /// <summary>The pairs of a folder with the names of the MNIST database and of those that follow it; none where the folder holds no such file.</summary>
    /// <exception cref="BadInputException">A file lacks its other half, or two files are the same part.</exception>
    public static IReadOnlyList<IdxPair> FindIn(string folder)
    {
        var files = InputFile.FilesOf(folder).Select(path => (Path: path, Name: FileName().Match(Path.GetFileName(path)))).Where(file => file.Name.Success);
        return [.. files.GroupBy(file => PartOf(file.Name)).Select(part => ToPair(part.Key, [.. part]))];
    }

    /// <summary>The pair of a file of images that the user named.</summary>
    /// <exception cref="BadInputException">The name is not that of a file of images, or no labels lie beside it.</exception>
    public static IdxPair From(string imagesPath)
    {
        var folder = Path.GetDirectoryName(imagesPath) ?? "";
        var name = Path.GetFileName(imagesPath);
        var match = FileName().Match(name);
        if (!match.Success)
        {
            throw new BadFileException(
                $"{imagesPath} is neither a CSV file (.csv) nor an IDX file of images (such as train-images-idx3-ubyte.gz): give one of these or a folder.");
        }

        if (IsLabels(match))
        {
            throw new BadFileException($"{imagesPath} is named as a file of labels: give the file of images beside it.");
        }

        var labels = LabelsBeside(imagesPath, match);
        var labelsName = $"{match.Groups["part"].Value}labels{match.Groups["dot"].Value}idx1";
        return labels is null
            ? throw new BadFileException($"{imagesPath} has no file of labels beside it: put {labelsName}-ubyte or {labelsName}-ubyte.gz there.")
            : new IdxPair(match.Groups["part"].Value, imagesPath, labels);
    }

    /// <summary>Whether a file bears the name of a file of images.</summary>
    public static bool IsNamedAsImages(string path) => FileName().Match(Path.GetFileName(path)) is { Success: true } name && !IsLabels(name);

    /// <summary>The pictures of a file that needs no labels.</summary>
    /// <exception cref="BadInputException">The file is damaged or has another SHA-256 than SHA256SUMS beside it says.</exception>
    public static GreyPictures LoadPictures(string path, DigitSourceOptions options)
    {
        var pictures = IdxFile.ReadImages(path, Checksums.ReadChecked(path)).OnByteScale(out var scale);
        scale.Note(path, options);

        return pictures;
    }

    /// <summary>The digits, their classes named by the labels.</summary>
    /// <exception cref="BadInputException">A file is damaged or has another SHA-256 than SHA256SUMS beside it says, or the counts differ.</exception>
    public LabelledDigits Load(DigitSourceOptions options)
    {
        var pictures = LoadPictures(ImagesPath, options);
        var labels = IdxFile.ReadLabels(LabelsPath, Checksums.ReadChecked(LabelsPath));
        if (labels.Length != pictures.Count)
        {
            throw new BadFileException(
                $"{LabelsPath} holds {labels.Length:N0} labels for the {pictures.Count:N0} images of {Path.GetFileName(ImagesPath)}: get both from one source.");
        }

        var names = labels.Distinct().ToDictionary(label => label, label => label.ToString(CultureInfo.InvariantCulture));
        var ofEach = Array.ConvertAll(labels, label => names[label]);
        return LabelledDigits.FromGrey(ImagesPath, EmnistPictures.Upright(ImagesPath, pictures, ofEach, options), ofEach, options);
    }

    private static string? LabelsBeside(string imagesPath, Match images)
    {
        var folder = Path.GetDirectoryName(imagesPath) is { Length: > 0 } named ? named : ".";
        var beside = InputFile.FilesOf(folder).Select(path => (Path: path, Name: FileName().Match(Path.GetFileName(path))))
            .Where(file => file.Name.Success && IsLabels(file.Name) && PartOf(file.Name) == PartOf(images))
            .OrderBy(file => IsPacked(file.Path) == IsPacked(imagesPath) ? 0 : 1)
            .Select(file => file.Path).FirstOrDefault();
        return beside is null ? null : Path.Combine(Path.GetDirectoryName(imagesPath) ?? "", Path.GetFileName(beside));
    }

    private static IdxPair ToPair(string part, (string Path, Match Name)[] files)
    {
        var images = Only(files, isLabels: false);
        var labels = Only(files, isLabels: true);
        return (images, labels) switch
        {
            (null, not null) => throw new BadFileException($"{labels} has no file of images beside it: put {part}images-idx3-ubyte there."),
            (not null, null) => throw new BadFileException($"{images} has no file of labels beside it: put {part}labels-idx1-ubyte there."),
            _ => new IdxPair(part, images!, labels!),
        };
    }

    // A file that was unpacked beside the packed one is the same.
    private static string? Only((string Path, Match Name)[] files, bool isLabels)
    {
        var paths = files.Where(file => IsLabels(file.Name) == isLabels).Select(file => file.Path).ToArray();
        var unpacked = paths.Where(path => !IsPacked(path)).ToArray();
        var found = unpacked.Length > 0 ? unpacked : paths;
        return found.Length < 2
            ? found.FirstOrDefault()
            : throw new BadFileException($"{found[0]} and {Path.GetFileName(found[1])} are the same part of the data: keep one of them.");
    }

    private static bool IsPacked(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static bool IsLabels(Match name) => name.Groups["kind"].Value.Equals("labels", StringComparison.OrdinalIgnoreCase);

    private static string PartOf(Match name) => name.Groups["part"].Value.ToLowerInvariant();

    [GeneratedRegex(@"^(?<part>.*)(?<kind>images|labels)(?<dot>[-.])idx[123]([-.](ubyte|int))?(\.gz)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex FileName();
}
