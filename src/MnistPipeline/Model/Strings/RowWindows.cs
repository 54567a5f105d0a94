namespace MnistPipeline.Model.Strings;

/// <summary>
/// The 28x28 windows along a row that the network looks through, as the space displacement networks of LeCun, Bottou, Bengio, Haffner 1998: each step shows a
/// digit or none.
/// </summary>
internal static class RowWindows
{
    /// <summary>
    /// Columns from one step to the next: as many as S2 pools, so that windows share most of what is computed of them. Two 1s side by side take six columns, and a
    /// step of no digit has to lie between them.
    /// </summary>
    public const int Stride = 2;

    /// <summary>A digit is shown by steps at least so many columns about its middle,</summary>
    private const double MinReach = 3.5;

    /// <summary>and by those about its middle by so much of half its columns, and one more.</summary>
    private const double ReachShare = 0.8;

    private const double Middle = (Digit.Size - 1) / 2.0;

    /// <summary>How many steps there are along a row.</summary>
    /// <param name="columns">The row's columns, at least 28.</param>
    public static int Count(int columns) => (columns - Digit.Size) / Stride + 1;

    /// <summary>Cuts out all windows.</summary>
    /// <param name="row">28 rows.</param>
    /// <param name="columns">The row's columns.</param>
    /// <param name="windows">Receives 784 bytes a step.</param>
    public static void Cut(ReadOnlySpan<byte> row, int columns, Span<byte> windows)
    {
        for (var step = 0; step < Count(columns); step++)
        {
            Cut(row, columns, step, windows[(step * Digit.Pixels)..]);
        }
    }

    /// <summary>Cuts out one window.</summary>
    /// <param name="row">28 rows.</param>
    /// <param name="columns">The row's columns.</param>
    /// <param name="step">Which one.</param>
    /// <param name="window">Receives 784 bytes.</param>
    public static void Cut(ReadOnlySpan<byte> row, int columns, int step, Span<byte> window)
    {
        for (var line = 0; line < Digit.Size; line++)
        {
            row.Slice(line * columns + step * Stride, Digit.Size).CopyTo(window[(line * Digit.Size)..]);
        }
    }

    /// <summary>The steps that may show a digit: those whose middle is about its own.</summary>
    /// <param name="extent">The columns of the digit's ink.</param>
    public static IndexRange StepsOver(IndexRange extent)
    {
        var middle = (extent.First + extent.Last) / 2.0 - Middle;
        var reach = Math.Max(MinReach, ReachShare * extent.Count / 2 + 1);
        return new IndexRange((int)Math.Ceiling((middle - reach) / Stride), (int)Math.Floor((middle + reach) / Stride));
    }
}
