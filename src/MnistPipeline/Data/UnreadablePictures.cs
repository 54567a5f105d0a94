namespace MnistPipeline.Data;

/// <summary>What becomes of pictures that cannot be read.</summary>
internal static class UnreadablePictures
{
    /// <summary>The indices of the pictures that can be read, where the others are to be left out or there are none.</summary>
    /// <param name="name">Where the pictures are from.</param>
    /// <param name="paths">The pictures.</param>
    /// <param name="problems">For each what kept it from being read; null for nothing.</param>
    /// <param name="options">Whether pictures that cannot be read are left out.</param>
    /// <exception cref="BadInputException">Some cannot be read and are not to be left out: all of them are named. Or none can be read.</exception>
    public static int[] Kept(string name, IReadOnlyList<string> paths, IReadOnlyList<BadInputException?> problems, DigitSourceOptions options)
    {
        int[] unreadable = [.. Enumerable.Range(0, paths.Count).Where(index => problems[index] is not null)];
        if (unreadable.Length > 0 && !options.SkipUnreadable)
        {
            throw new BadFileException(unreadable.Length == 1
                ? problems[unreadable[0]]!.Message
                : $"{unreadable.Length:N0} pictures of {name} cannot be read: replace or remove {string.Join(", ", unreadable.Select(index => Path.GetRelativePath(name, paths[index])))}, or have them left out "
                    + "(--skip-unreadable, or SkipUnreadable in a program).");
        }

        foreach (var index in unreadable)
        {
            options.Note($"Left out: {problems[index]!.Message}");
        }

        return unreadable.Length < paths.Count
            ? [.. Enumerable.Range(0, paths.Count).Except(unreadable)]
            : throw new BadFileException($"None of the {paths.Count:N0} pictures of {name} can be read: give others.");
    }
}
