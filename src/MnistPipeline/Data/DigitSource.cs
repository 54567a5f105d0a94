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

    /// <summary>Kaggle's form for answers has a number and a label a row.</summary>
    private const int FormColumns = 2;

    /// <summary>
    /// The parts of a path, which is one of:
    /// a folder of IDX files, plain or packed with gzip, in pairs named train-, t10k- or test-, or one pair, or the path of one
    /// file of images beside its labels; a folder with a subfolder of pictures for each class, or with the parts train, valid and test
    /// of such subfolders; a CSV file of labels and pixels, or a folder with train.csv and test.csv; a folder that torchvision has made.
    /// Where one part came, a sixth of it is held out as the test part, stratified by class.
    /// Pictures of IDX and CSV files that are 28x28 are taken byte for byte; all others are read as <see cref="DigitReading"/> does.
    /// </summary>
    /// <param name="path">A file or a folder.</param>
    /// <param name="seed">Chooses which digits are held out.</param>
    /// <param name="testDigits">How many digits are held out where no test part came; null for a sixth.</param>
    /// <param name="options">How to go about what is not as it should be; null for the defaults.</param>
    /// <exception cref="BadInputException">
    /// The path holds no such data, the data are damaged, or digits are to be held out of data that have a test part.
    /// </exception>
    public static DigitParts Open(string path, int seed, int? testDigits = null, DigitSourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var readers = Find(path, options ?? new DigitSourceOptions());
        var train = readers.Train();
        var classes = ClassNames.From(train);
        var trainSet = train.ToDigitSet(classes);
        var validation = readers.Validation?.Invoke().ToDigitSet(classes);
        if (readers.Test is null)
        {
            var (kept, heldOut) = HoldOut(trainSet, testDigits, seed);
            return new DigitParts(kept, heldOut, testIsHeldOut: true, validation);
        }

        return testDigits is null
            ? new DigitParts(trainSet, readers.Test().ToDigitSet(classes), testIsHeldOut: false, validation)
            : throw new BadInputException($"{path} comes with a test part of its own: do not ask for {testDigits:N0} test digits.");
    }

    /// <summary>The training and the validation part that <see cref="Open"/> gives; a test part that comes with them is not even read.</summary>
    /// <param name="path">A file or a folder.</param>
    /// <param name="seed">Chooses which digits are held out, where no test part came.</param>
    /// <param name="options">How to go about what is not as it should be; null for the defaults.</param>
    /// <returns>The training part, and the validation part or null where none came.</returns>
    /// <exception cref="BadInputException">The path holds no such data, or the data are damaged.</exception>
    public static (DigitSet Train, DigitSet? Validation) OpenTraining(string path, int seed, DigitSourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var readers = Find(path, options ?? new DigitSourceOptions());
        var train = readers.Train();
        var classes = ClassNames.From(train);
        var trainSet = train.ToDigitSet(classes);
        return (readers.Test is null ? HoldOut(trainSet, null, seed).Kept : trainSet, readers.Validation?.Invoke().ToDigitSet(classes));
    }

    private static (DigitSet Kept, DigitSet HeldOut) HoldOut(DigitSet digits, int? testDigits, int seed) =>
        StratifiedSplit.HoldOut(digits, testDigits ?? Math.Max(1, digits.Count / HeldOutShare), seed);

    private static PartReaders Find(string path, DigitSourceOptions options)
    {
        InputFile.CheckPath(path);
        if (Directory.Exists(path))
        {
            return FindInFolder(path, options) ?? FindInFolder(TorchvisionFolder(path), options) ?? throw new BadFileException(
                $"{path} holds no digits that can be read: give a folder of IDX files (train-images-idx3-ubyte.gz and so on), "
                + "of CSV files, or of a subfolder of pictures for each class.");
        }

        if (!File.Exists(path))
        {
            throw new BadFileException($"{path} does not exist: check the path of the data.");
        }

        return new PartReaders(() => IsCsv(path) ? CsvDigits.Load(path, options) : IdxPair.From(path).Load(options), null, null);
    }

    // Null where the folder itself holds none.
    private static PartReaders? FindInFolder(string? folder, DigitSourceOptions options)
    {
        if (folder is null)
        {
            return null;
        }

        if (IdxPair.FindIn(folder) is { Count: > 0 } pairs)
        {
            return PartReaders.From(folder, pairs, pair => pair.Part.TrimEnd('-', '_', '.'), pair => pair.Load(options));
        }

        if (InputFile.FilesOf(folder).Where(IsCsv).ToArray() is { Length: > 0 } csvFiles)
        {
            string[] labelled = csvFiles.Length == 1 ? csvFiles : [.. Labelled(csvFiles, options)];
            return PartReaders.From(folder, labelled, path => Path.GetFileNameWithoutExtension(path), path => CsvDigits.Load(path, options));
        }

        if (PictureFolder.Is(folder))
        {
            return new PartReaders(() => PictureFolder.Load(folder, options), null, null);
        }

        return InputFile.FoldersOf(folder).Where(PictureFolder.Is).ToArray() is { Length: > 0 } parts
            ? PartReaders.From(folder, parts, path => Path.GetFileName(path), path => PictureFolder.Load(path, options))
            : null;
    }

    // Beside its training part Kaggle puts digits to be read, which have no labels, and a form for the answers.
    private static List<string> Labelled(string[] csvFiles, DigitSourceOptions options)
    {
        var labelled = new List<string>();
        foreach (var path in csvFiles)
        {
            var content = InputFile.ReadAllBytes(path);
            if (CsvLayout.ColumnsOf(content) > FormColumns && CsvLayout.From(path, content).LabelColumn >= 0)
            {
                labelled.Add(path);
            }
            else
            {
                options.Note($"{path} has no labelled digits and is passed over.");
            }
        }

        return labelled.Count > 0 ? labelled : throw new BadFileException($"{csvFiles[0]} has no label column: give a file with labels beside it.");
    }

    // torchvision keeps IDX files in MNIST/raw below the folder that it is given.
    private static string? TorchvisionFolder(string folder)
    {
        string[] folders = [.. InputFile.FoldersOf(folder).Where(IsRaw), .. InputFile.FoldersOf(folder).SelectMany(InputFile.FoldersOf).Where(IsRaw)];
        return folders.Length == 1 ? folders[0] : null;

        static bool IsRaw(string path) => Path.GetFileName(path) == "raw";
    }

    private static bool IsCsv(string path) => Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase);
}
