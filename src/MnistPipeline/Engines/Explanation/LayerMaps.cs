namespace MnistPipeline.Engines.Explanation;

/// <summary>What one of LeNet-5's eight steps gives for one digit.</summary>
public sealed class LayerMaps
{
    internal LayerMaps(string name, int count, int size, double[] values)
    {
        Name = name;
        Count = count;
        Size = size;
        Values = values;
    }

    /// <summary><c>input</c>, <c>C1</c>, <c>S2</c>, <c>C3</c>, <c>S4</c>, <c>C5</c>, <c>F6</c> or <c>output</c>.</summary>
    public string Name { get; }

    /// <summary>The number of maps; of neurons from C5 on.</summary>
    public int Count { get; }

    /// <summary>Rows, and columns, of a map: 28, 14, 10 or 5; 1 for neurons.</summary>
    public int Size { get; }

    /// <summary>
    /// [map, row, column]: normalised pixels for the input, logits for the output, and what the activation or the pooling gave between them.
    /// </summary>
    public double[] Values { get; }

    /// <summary>One map: [row, column].</summary>
    public ReadOnlySpan<double> MapOf(int index) => Values.AsSpan(index * Size * Size, Size * Size);
}
