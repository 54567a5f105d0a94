namespace MnistPipeline.Training;

/// <summary>Digits as if they were written in outline, as sign writers and children do.</summary>
internal static class Outline
{
    private const int Size = Digit.Size;

    /// <summary>Writes what lies around the strokes of a digit: the largest of each 3x3 pixels, less the one in their middle.</summary>
    /// <param name="source">784 bytes.</param>
    /// <param name="target">Receives 784 bytes; not the source.</param>
    public static void Draw(ReadOnlySpan<byte> source, Span<byte> target)
    {
        target.Clear();
        for (var row = 1; row < Size - 1; row++)
        {
            for (var column = 1; column < Size - 1; column++)
            {
                byte most = 0;
                for (var above = row - 1; above <= row + 1; above++)
                {
                    var three = source.Slice(above * Size + column - 1, 3);
                    most = Math.Max(most, Math.Max(three[0], Math.Max(three[1], three[2])));
                }

                target[row * Size + column] = (byte)(most - source[row * Size + column]);
            }
        }
    }
}
