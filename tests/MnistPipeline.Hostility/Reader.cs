namespace MnistPipeline.Hostility;

/// <summary>Something of the library that reads what others have made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ending">The ending of the names of its files.</param>
/// <param name="Good">Contents that it reads, which are damaged.</param>
/// <param name="Read">Reads a content, under a path where it also lies as a file. It may throw <see cref="BadInputException"/>.</param>
internal sealed record Reader(string Name, string Ending, IReadOnlyList<byte[]> Good, Action<byte[], string> Read)
{
    /// <summary>What is done to a damaged content so that it passes for whole, as by one who forges it; null for nothing.</summary>
    public Func<byte[], byte[]>? Sign { get; init; }
}
