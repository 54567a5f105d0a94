namespace MnistPipeline.Data;

/// <summary>How <see cref="DigitSource"/> goes about what is not as it should be.</summary>
public sealed record DigitSourceOptions
{
    /// <summary>Whether pictures that cannot be read are left out; else all of them are named and nothing is read.</summary>
    public bool SkipUnreadable { get; init; }

    /// <summary>
    /// Called on the caller's thread with a sentence for each thing that was taken in another way than it stands there, or passed over: another scale of
    /// pixels, pictures that lie on their side, a label column that no header names, a file without labels. Null for nobody.
    /// </summary>
    public Action<string>? Noted { get; init; }

    /// <summary>Ends the reading.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Tells of something.</summary>
    internal void Note(string sentence) => Noted?.Invoke(sentence);
}
