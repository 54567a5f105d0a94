using System.Globalization;
using System.Text.RegularExpressions;

namespace MnistPipeline.Data.Idx;

/// <summary>A file of images and the file of their labels, beside each other and with names that differ in no more than that.</summary>
/// <param name="Part">What the names begin with: "train-", "t10k-", "test-", or nothing.</param>
/// <param name="ImagesPath">The file of images.</param>
/// <param name="LabelsPath">The file of labels.</param>
internal sealed partial record IdxPair(string Part, string ImagesPath, string LabelsPath)
{
    /// <summary>The pairs of a folder with the names of the MNIST database; none where the folder holds no such file.</summary>
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
        var match = AnyFileName().Match(name);
        if (!match.Success)
        {
            throw new BadFileException(
                $"{imagesPath} is neither a CSV file (.csv) nor an IDX file of images (such as train-images-idx3-ubyte.gz): give one of these or a folder.");
        }

        if (IsLabels(match))
        {
            throw new BadFileException($"{imagesPath} is named as a file of labels: give the file of images beside it.");
        }

        var labelsName = match.Groups["part"].Value + match.Groups["kind"].Value.Replace("images", "labels", StringComparison.OrdinalIgnoreCase)
            + match.Groups["dot"].Value + "idx1";
        var labels = InputFile.FilesOf(folder.Length > 0 ? folder : ".").Select(Path.GetFileName)
            .FirstOrDefault(file => file!.StartsWith(labelsName, StringComparison.OrdinalIgnoreCase));
        return labels is null
            ? throw new BadFileException($"{imagesPath} has no file of labels beside it: put {labelsName}-ubyte or {labelsName}-ubyte.gz there.")
            : new IdxPair(match.Groups["part"].Value, imagesPath, Path.Combine(folder, labels));
    }

    /// <summary>The digits, their classes named by the label bytes.</summary>
    /// <exception cref="BadInputException">A file is damaged or has another SHA-256 than SHA256SUMS beside it says, or the counts differ.</exception>
    public LabelledDigits Load()
    {
        var (pixels, count, height, width) = IdxFile.ReadImages(ImagesPath, Checksums.ReadChecked(ImagesPath));
        var labels = IdxFile.ReadLabels(LabelsPath, Checksums.ReadChecked(LabelsPath));
        if (labels.Length != count)
        {
            throw new BadFileException(
                $"{LabelsPath} holds {labels.Length:N0} labels for the {count:N0} images of {Path.GetFileName(ImagesPath)}: get both from one source.");
        }

        var names = Enumerable.Range(0, byte.MaxValue + 1).Select(label => label.ToString(CultureInfo.InvariantCulture)).ToArray();
        return LabelledDigits.FromGrey(ImagesPath, pixels, width, height, Array.ConvertAll(labels, label => names[label]));
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

    private static string? Only((string Path, Match Name)[] files, bool isLabels)
    {
        var paths = files.Where(file => IsLabels(file.Name) == isLabels).Select(file => file.Path).ToArray();
        return paths.Length < 2
            ? paths.FirstOrDefault()
            : throw new BadFileException($"{paths[0]} and {Path.GetFileName(paths[1])} are the same part of the data: keep one of them.");
    }

    private static bool IsLabels(Match name) => name.Groups["kind"].Value.Equals("labels", StringComparison.OrdinalIgnoreCase);

    private static string PartOf(Match name) => name.Groups["part"].Value.ToLowerInvariant();

    [GeneratedRegex(@"^(?<part>(train|t10k|test)-)?(?<kind>images|labels)[-.]idx[13][-.]ubyte(\.gz)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex FileName();

    [GeneratedRegex(@"^(?<part>.*)(?<kind>images|labels)(?<dot>[-.])idx[13]([-.]ubyte)?(\.gz)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex AnyFileName();
}
