using MnistPipeline.Data.Csv;
using MnistPipeline.Data.Idx;
using MnistPipeline.Data.Pictures;
using MnistPipeline.Reading;

namespace MnistPipeline.Data;

/// <summary>Opens labelled digits in any of the forms in which they are passed around.</summary>
public static class DigitSource
{
    /// <summary>Where no test part comes with the data, one digit of so many is held out for it.</summary>
    private const int HeldOutShare = 6;

    /// <summary>
    /// The training and the test part of a path, which is one of:
    /// a folder of IDX files, plain or packed with gzip, in pairs named train-, t10k- or test-, or one pair, or the path of one
    /// file of images beside its labels; a folder with a subfolder of pictures for each class, or with the parts train and test
    /// of such subfolders; a CSV file of labels and pixels, or a folder with train.csv and test.csv.
    /// Where one part came, a sixth of it is held out as the test part, stratified by class.
    /// Pictures of IDX and CSV files that are 28x28 are taken byte for byte; all others are read as <see cref="DigitReading"/> does.
    /// </summary>
    /// <param name="path">A file or a folder.</param>
    /// <param name="seed">Chooses which digits are held out.</param>
    /// <param name="testDigits">How many digits are held out where one part came; null for a sixth.</param>
    /// <exception cref="BadInputException">
    /// The path holds no such data, the data are damaged, or digits are to be held out of data that have a test part.
    /// </exception>
    public static DigitParts Open(string path, int seed, int? testDigits = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var (train, readTest) = Read(path);
        var classes = ClassNames.From(train);
        var trainSet = train.ToDigitSet(classes);
        if (readTest is null)
        {
            return HoldOut(trainSet, testDigits, seed);
        }

        return testDigits is null
            ? new DigitParts(trainSet, readTest().ToDigitSet(classes), testIsHeldOut: false)
            : throw new BadInputException($"{path} comes with a test part of its own: do not ask for {testDigits:N0} test digits.");
    }

    /// <summary>The training part that <see cref="Open"/> gives; a test part that comes with it is not even read.</summary>
    /// <param name="path">A file or a folder.</param>
    /// <param name="seed">Chooses which digits are held out, where one part came.</param>
    /// <exception cref="BadInputException">The path holds no such data, or the data are damaged.</exception>
    public static DigitSet OpenTraining(string path, int seed)
    {
        ArgumentNullException.ThrowIfNull(path);
        var (train, readTest) = Read(path);
        var trainSet = train.ToDigitSet(ClassNames.From(train));
        return readTest is null ? HoldOut(trainSet, null, seed).Train : trainSet;
    }

    private static DigitParts HoldOut(DigitSet digits, int? testDigits, int seed)
    {
        var (kept, heldOut) = StratifiedSplit.HoldOut(digits, testDigits ?? Math.Max(1, digits.Count / HeldOutShare), seed);
        return new DigitParts(kept, heldOut, testIsHeldOut: true);
    }

    // The test part is read when it is asked for.
    private static (LabelledDigits Train, Func<LabelledDigits>? ReadTest) Read(string path) =>
        Directory.Exists(path) ? ReadFolder(path) : (ReadFile(path), null);

    private static LabelledDigits ReadFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new BadFileException($"{path} does not exist: check the path of the data.");
        }

        return IsCsv(path) ? CsvDigits.Load(path) : IdxPair.From(path).Load();
    }

    private static (LabelledDigits Train, Func<LabelledDigits>? ReadTest) ReadFolder(string folder)
    {
        if (IdxPair.FindIn(folder) is { Count: > 0 } pairs)
        {
            return ReadParts(folder, pairs, pair => pair.Part.TrimEnd('-'), pair => pair.Load());
        }

        if (InputFile.FilesOf(folder).Where(IsCsv).ToArray() is { Length: > 0 } csvFiles)
        {
            return ReadParts(folder, csvFiles, path => Path.GetFileNameWithoutExtension(path), CsvDigits.Load);
        }

        if (PictureFolder.Is(folder))
        {
            return (PictureFolder.Load(folder), null);
        }

        if (InputFile.FoldersOf(folder).Where(PictureFolder.Is).ToArray() is { Length: > 0 } parts)
        {
            return ReadParts(folder, parts, path => Path.GetFileName(path), PictureFolder.Load);
        }

        throw new BadFileException(
            $"{folder} holds no digits that can be read: give a folder of IDX files (train-images-idx3-ubyte.gz and so on), "
            + "of CSV files, or of a subfolder of pictures for each class.");
    }

    /// <summary>The parts by their names: one alone is the training part whatever its name is, two are told by their names.</summary>
    private static (LabelledDigits Train, Func<LabelledDigits>? ReadTest) ReadParts<T>(
        string folder, IReadOnlyList<T> parts, Func<T, string> nameOf, Func<T, LabelledDigits> read)
    {
        if (parts.Count == 1)
        {
            return (read(parts[0]), null);
        }

        var train = parts.Where(part => IsNamed(nameOf(part), "train", "training")).ToArray();
        var test = parts.Where(part => IsNamed(nameOf(part), "test", "testing", "t10k")).ToArray();
        return train.Length == 1 && test.Length == 1 && parts.Count == 2
            ? (read(train[0]), () => read(test[0]))
            : throw new BadFileException(
                $"{folder} holds the parts {string.Join(", ", parts.Select(part => $"\"{nameOf(part)}\""))} where one named train and "
                + "one named test are needed: remove the others or give the path of one.");
    }

    /// <summary>Files are often named with the data set before the part, as in mnist_train.csv.</summary>
    private static bool IsNamed(string name, params ReadOnlySpan<string> endings)
    {
        foreach (var ending in endings)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCsv(string path) => Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase);
}
