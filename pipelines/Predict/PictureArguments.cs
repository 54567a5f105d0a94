using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.FileSystemGlobbing.Abstractions;
using MnistPipeline.Data;
using MnistPipeline.Reading;

namespace MnistPipeline.Stages.Predict;

/// <summary>The pictures that a command line names: files of one or of many, folders, patterns that the shell has not expanded, standard input.</summary>
internal static class PictureArguments
{
    private const char Wildcard = '*';

    /// <summary>The pictures in the order of the arguments, those of one argument in ordinal order.</summary>
    /// <param name="arguments">What the command line names.</param>
    /// <param name="shard">Whose part of them; null for all.</param>
    /// <param name="options">Where is noted how files of many were taken.</param>
    public static FoundPictures Find(IEnumerable<string> arguments, Shard? shard, DigitSourceOptions options)
    {
        // Paths alone, as there may be millions.
        var problems = new Dictionary<string, BadInputException>();
        var paths = arguments.SelectMany(argument => Expand(argument, problems)).Where(path => HasRows(path) || IsOwn(new Picture(path))).ToList();
        var pictures = paths.SelectMany(path => HasRows(path) ? Rows(path, options).Where(IsOwn) : [new Picture(path, problems.GetValueOrDefault(path))]);
        return new FoundPictures(pictures, paths.Any(HasRows) ? null : paths.Count);

        bool HasRows(string path) => DigitRows.AreNamed(path) && !problems.ContainsKey(path);

        bool IsOwn(Picture picture) => shard?.Has(picture) != false;
    }

    private static IReadOnlyList<string> Expand(string argument, Dictionary<string, BadInputException> problems)
    {
        try
        {
            return Paths(argument);
        }
        catch (BadInputException problem)
        {
            problems[argument] = problem;
            return [argument];
        }
    }

    private static IEnumerable<Picture> Rows(string path, DigitSourceOptions options)
    {
        GreyPictures pictures;
        try
        {
            pictures = DigitRows.Load(path, options);
        }
        catch (BadInputException problem)
        {
            return [new Picture(path, problem)];
        }

        return Enumerable.Range(0, pictures.Count).Select(index => new Picture($"{path}#{index + 1}", Row: index, Open: () => pictures.Open(index)));
    }

    // What is there under a name that looks like a pattern is meant as it is; what is nowhere is refused when it is read.
    private static IReadOnlyList<string> Paths(string argument) =>
        Directory.Exists(argument) ? PictureFile.FindAll(argument)
        : argument.Contains(Wildcard) && !File.Exists(argument) ? Matches(argument)
        : [argument];

    private static List<string> Matches(string pattern)
    {
        var folderLength = pattern[..pattern.IndexOf(Wildcard)].LastIndexOfAny([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar]) + 1;
        var folder = pattern[..folderLength];
        var matcher = new Matcher(OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        _ = matcher.AddInclude(pattern[folderLength..]);
        try
        {
            var found = matcher.Execute(new DirectoryInfoWrapper(new DirectoryInfo(Path.Combine(Environment.CurrentDirectory, folder))));
            var paths = found.Files.Select(file => folder + file.Path).Order(StringComparer.Ordinal).ToList();
            return paths.Count > 0
                ? paths
                : throw new BadInputException($"{pattern} matches no file: check the pattern, in which * is any part of a name and ** any folders.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{pattern} leads to a folder that cannot be read: check its permissions.", exception);
        }
    }
}

/// <summary>The pictures that a command line names.</summary>
/// <param name="Pictures">The pictures, to be gone through once.</param>
/// <param name="Count">How many they are; null where that is known when they are read.</param>
internal sealed record FoundPictures(IEnumerable<Picture> Pictures, int? Count);
