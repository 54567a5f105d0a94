namespace MnistPipeline.Training;

/// <summary>Digits as if they were written with another pen: in outline, as sign writers and children do, or with a hairline that hardly shows.</summary>
internal static class OtherPen
{
    private const int Size = Digit.Size;

    /// <summary>Writes a digit with one of the other pens.</summary>
    /// <param name="source">784 bytes.</param>
    /// <param name="target">Receives 784 bytes; not the source.</param>
    /// <param name="random">What to draw the pen from.</param>
    public static void Draw(ReadOnlySpan<byte> source, Span<byte> target, ref SeededRandom random)
    {
        if (random.NextIndex(2) == 0)
        {
            Outline(source, target);
        }
        else
        {
            Hairline(source, target, edge: random.NextIndex(180), darkest: 70 + random.NextIndex(186), ref random);
        }
    }

    /// <summary>
    /// Writes the darkest part of the strokes, which is their middle, each pixel by up to a half less dark: a line that is thinner than a pixel falls on some more
    /// than on others.
    /// </summary>
    /// <param name="source">784 bytes.</param>
    /// <param name="target">Receives 784 bytes.</param>
    /// <param name="edge">Ink up to this is none any more: 0 to 254.</param>
    /// <param name="darkest">What full ink becomes at most.</param>
    /// <param name="random">How much darkness each pixel loses.</param>
    public static void Hairline(ReadOnlySpan<byte> source, Span<byte> target, int edge, int darkest, ref SeededRandom random)
    {
        for (var pixel = 0; pixel < target.Length; pixel++)
        {
            var kept = source[pixel] > edge ? 64 + random.NextIndex(65) : 0;
            target[pixel] = (byte)((source[pixel] - edge) * darkest * kept / ((byte.MaxValue - edge) * 128));
        }
    }

    /// <summary>Writes what lies around the strokes of a digit: the largest of each 3x3 pixels, less the one in their middle.</summary>
    /// <param name="source">784 bytes.</param>
    /// <param name="target">Receives 784 bytes; not the source.</param>
    public static void Outline(ReadOnlySpan<byte> source, Span<byte> target)
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
