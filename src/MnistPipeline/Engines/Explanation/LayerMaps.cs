namespace MnistPipeline.Engines.Explanation;

/// <summary>What one of LeNet-5's eight steps gives for one digit.</summary>
/// <param name="Name"><c>input</c>, <c>C1</c>, <c>S2</c>, <c>C3</c>, <c>S4</c>, <c>C5</c>, <c>F6</c> or <c>output</c>.</param>
/// <param name="Count">The number of maps; of neurons from C5 on.</param>
/// <param name="Size">Rows, and columns, of a map: 28, 14, 10 or 5; 1 for neurons.</param>
/// <param name="Values">
/// [map, row, column]: normalised pixels for the input, logits for the output, and what the activation or the pooling gave between them.
/// </param>
public sealed record LayerMaps(string Name, int Count, int Size, double[] Values)
{
    /// <summary>One map: [row, column].</summary>
    public ReadOnlySpan<double> MapOf(int index) => Values.AsSpan(index * Size * Size, Size * Size);
}
