namespace MnistPipeline.Model.Strings;

/// <summary>Columns of a row, or steps along it.</summary>
/// <param name="First">The first one, from 0.</param>
/// <param name="Last">The last one.</param>
internal readonly record struct IndexRange(int First, int Last)
{
    /// <summary>How many they are.</summary>
    public int Count => Last - First + 1;

    /// <summary>Whether an index is one of them.</summary>
    public bool Contains(int index) => index >= First && index <= Last;
}
