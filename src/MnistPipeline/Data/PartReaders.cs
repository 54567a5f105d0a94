namespace MnistPipeline.Data;

/// <summary>How the parts of a data set are read, each when it is asked for.</summary>
/// <param name="Train">The training part, or the only one.</param>
/// <param name="Validation">The validation part; null for none.</param>
/// <param name="Test">The test part; null for none.</param>
internal sealed record PartReaders(Func<LabelledDigits> Train, Func<LabelledDigits>? Validation, Func<LabelledDigits>? Test)
{
    /// <summary>The parts by their names, as in <c>mnist_train.csv</c>: one alone is the training part whatever its name is, more are told by their names.</summary>
    /// <exception cref="BadInputException">A name tells no part, or two tell the same.</exception>
    public static PartReaders From<T>(string folder, IReadOnlyList<T> parts, Func<T, string> nameOf, Func<T, LabelledDigits> read)
    {
        if (parts.Count == 1)
        {
            return new PartReaders(() => read(parts[0]), null, null);
        }

        var train = Named("train", "training");
        var validation = Named("valid", "validation", "val", "dev");
        var test = Named("test", "testing", "t10k");
        var isToldApart = train.Length == 1 && validation.Length <= 1 && test.Length <= 1 && train.Length + validation.Length + test.Length == parts.Count;
        return isToldApart
            ? new PartReaders(() => read(train[0]), Reader(validation), Reader(test))
            : throw new BadFileException(
                $"{folder} holds the parts {string.Join(", ", parts.Select(part => $"\"{nameOf(part)}\""))} where one named train and "
                + "one named test are needed, and perhaps one named valid: remove the others or give the path of one.");

        T[] Named(params string[] endings) =>
            [.. parts.Where(part => Array.Exists(endings, ending => nameOf(part).EndsWith(ending, StringComparison.OrdinalIgnoreCase)))];

        Func<LabelledDigits>? Reader(T[] found) => found.Length == 0 ? null : () => read(found[0]);
    }
}
