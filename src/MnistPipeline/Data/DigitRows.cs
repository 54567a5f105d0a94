using MnistPipeline.Data.Csv;
using MnistPipeline.Data.Idx;

namespace MnistPipeline.Data;

/// <summary>Pictures in the rows of a CSV file or in an IDX file, with or without labels, which are to be read.</summary>
internal static class DigitRows
{
    /// <summary>Whether a file bears the name of one that holds many pictures.</summary>
    public static bool AreNamed(string path) => path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || IdxPair.IsNamedAsImages(path);

    /// <summary>The pictures of a file.</summary>
    /// <exception cref="BadInputException">The file cannot be read, or holds no pictures.</exception>
    public static GreyPictures Load(string path, DigitSourceOptions options)
    {
        var (pictures, labels) = IdxPair.IsNamedAsImages(path) ? (IdxPair.LoadPictures(path, options), null) : CsvDigits.LoadAny(path, options);
        return EmnistPictures.Upright(path, pictures, labels ?? [], options);
    }
}
