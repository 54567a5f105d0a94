namespace MnistPipeline.Notebooks;

/// <summary>Something on show that can be replaced, as in a notebook's kernel.</summary>
public sealed class DisplayedValue
{
    private readonly Action<object> _update;

    internal DisplayedValue(Action<object> update) => _update = update;

    /// <summary>Shows another value in its place.</summary>
    public void Update(object updatedValue) => _update(updatedValue);
}
