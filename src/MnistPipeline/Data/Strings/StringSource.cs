using MnistPipeline.Reading;
using MnistPipeline.Reading.Rows;

namespace MnistPipeline.Data.Strings;

/// <summary>Opens labelled pictures of strings: a CSV file with a column of files and one of texts, or a folder of pictures whose names are the texts.</summary>
internal static class StringSource
{
    // Where no test part comes with the data, one string of so many is held out for it.
    private const int HeldOutShare = 6;

    // What follows in a file's name tells two pictures of one text apart.
    private const char NumberSign = '_';

    /// <summary>Whether a path holds strings, and no single digits.</summary>
    /// <exception cref="BadInputException">It cannot be read.</exception>
    public static bool Is(string path) =>
        Directory.Exists(path)
            ? InputFile.FilesOf(path) is var files && (files.Any(PictureFile.IsNamedAsPicture) || files.Where(StringTable.IsNamed).Any(StringTable.Is))
            : File.Exists(path) && StringTable.IsNamed(path) && StringTable.Is(path);

    /// <summary>The parts of a path: a CSV file, a folder with train.csv and test.csv, or a folder of pictures. Where one part came, a sixth of it is held out.</summary>
    /// <param name="path">The path.</param>
    /// <param name="seed">Chooses what is held out.</param>
    /// <param name="options">Whether pictures that cannot be read are left out.</param>
    /// <exception cref="BadInputException">There are no such strings, or pictures cannot be read.</exception>
    public static StringParts Open(string path, int seed, DigitSourceOptions options)
    {
        InputFile.CheckPath(path);
        if (!Directory.Exists(path) && !File.Exists(path))
        {
            throw new BadFileException($"{path} does not exist: check the path of the data.");
        }

        string[] tables = Directory.Exists(path) ? [.. InputFile.FilesOf(path).Where(StringTable.IsNamed).Where(StringTable.Is)] : [path];
        var test = tables.Length == 2 ? Array.Find(tables, table => IsPart(table, "test")) : null;
        if (test is not null && Array.Find(tables, table => IsPart(table, "train")) is { } train)
        {
            return new StringParts(Read(path, StringTable.Read(train), options), Read(path, StringTable.Read(test), options));
        }

        var named = tables.Length switch
        {
            0 => Named(path),
            1 => StringTable.Read(tables[0]),
            _ => throw new BadFileException($"{path} has {tables.Length:N0} CSV files of strings, and which is which their names do not tell: name two of them train.csv and test.csv, or give one of them."),
        };
        var all = Read(path, named, options).ToArray();
        var heldOut = all.Length / HeldOutShare;
        if (heldOut == 0)
        {
            throw new BadFileException($"{path} holds {all.Length:N0} strings: give at least {HeldOutShare}, of which one is held out to test on.");
        }

        SeededRandom.For(seed, RandomPurpose.Split).Shuffle(all.AsSpan());
        return new StringParts(all[heldOut..], all[..heldOut]);
    }

    private static bool IsPart(string table, string part) => Path.GetFileNameWithoutExtension(table).Equals(part, StringComparison.OrdinalIgnoreCase);

    private static List<(string Path, string Text)> Named(string folder)
    {
        var pictures = InputFile.FilesOf(folder).Where(PictureFile.IsNamedAsPicture).ToArray();
        return pictures.Length > 0
            ? [.. pictures.Select(picture => (picture, StringTable.Digits(Path.GetFileNameWithoutExtension(picture).Split(NumberSign)[0], $"The name of {picture}")))]
            : throw new BadFileException($"{folder} holds no pictures ({PictureFile.Extensions}) and no CSV file of files and texts: give a folder of pictures whose names are their texts.");
    }

    private static List<LabelledString> Read(string name, List<(string Path, string Text)> strings, DigitSourceOptions options)
    {
        var rows = new ReadRow?[strings.Count];
        var problems = new BadInputException?[strings.Count];
        ParallelLoop.Run(strings.Count, index =>
        {
            try
            {
                using var picture = PictureFile.Open(strings[index].Path);
                rows[index] = RowReading.Read(picture);
            }
            catch (BadInputException problem)
            {
                problems[index] = problem;
            }
        }, cancellation: options.CancellationToken);
        var kept = UnreadablePictures.Kept(name, [.. strings.Select(one => one.Path)], problems, options);
        return [.. kept.Select(index => new LabelledString(strings[index].Path, strings[index].Text, rows[index]!))];
    }
}
