using MnistPipeline.Model;
using MnistPipeline.Model.Strings;

namespace MnistPipeline.Engines.Cpu.Rows;

/// <summary>
/// What one thread holds of the row of digits that it works on. The innermost extent of everything is columns of which each begins a window, or would if the row
/// went on: two pixels, or one of S2 and C3.
/// </summary>
/// <param name="architecture">The network's shape.</param>
internal sealed unsafe class RowMaps(LeNet5Architecture architecture) : IDisposable
{
    /// <summary>Columns that are computed at a time: two vectors, however wide.</summary>
    public const int ColumnsAtOnce = 2 * Block.Images;

    // A window ends 13 columns behind the one that it begins with,
    private const int WindowColumns = LeNet5Architecture.S2Size - 1;

    // and what is computed at once may read five beyond.
    private const int Slack = Block.Images;

    private AlignedMemory _memory = new(0);

    /// <summary>The number of windows.</summary>
    public int Windows { get; private set; }

    /// <summary>The columns of each row of a map that are computed: a multiple of <see cref="ColumnsAtOnce"/>.</summary>
    public int Columns => RowLength - Slack;

    /// <summary>Floats between two rows of every map.</summary>
    public int RowLength { get; private set; }

    /// <summary>Even and odd pixels: [parity, row, column], 32 rows: normalised, in a frame of two zeros.</summary>
    public float* Input { get; private set; }

    /// <summary>[channel, row, column]</summary>
    public float* S2 { get; private set; }

    /// <summary>How S2 would differ if the window began at a column, and so saw the frame before it: [channel, row, column].</summary>
    public float* S2Begin { get; private set; }

    /// <summary>How S2 would differ if the window ended there: [channel, row, column].</summary>
    public float* S2End { get; private set; }

    /// <summary>[channel, row, column], activated.</summary>
    public float* C3 { get; private set; }

    /// <summary>As a window's first column: [channel, row, column], activated.</summary>
    public float* C3Begin { get; private set; }

    /// <summary>As a window's last column: [channel, row, column], activated.</summary>
    public float* C3End { get; private set; }

    /// <summary>Of two columns of C3: [channel, row, column].</summary>
    public float* S4 { get; private set; }

    /// <summary>Of the first two columns of the window that begins there: [channel, row, column].</summary>
    public float* S4Begin { get; private set; }

    /// <summary>Of the last two of the window that ends one column on: [channel, row, column].</summary>
    public float* S4End { get; private set; }

    /// <summary>Room for the weights of C1 or C3 in another order.</summary>
    public float* PackedWeights { get; private set; }

    /// <summary>Makes room for a row.</summary>
    /// <param name="columns">The row's columns, at least 28.</param>
    public void Fit(int columns)
    {
        const int S2Rows = LeNet5Architecture.S2Size;
        const int C3Rows = LeNet5Architecture.C3Size;
        const int S4Rows = LeNet5Architecture.S4Size;
        Windows = RowWindows.Count(columns);
        RowLength = (Windows + WindowColumns + ColumnsAtOnce - 1) / ColumnsAtOnce * ColumnsAtOnce + Slack;
        var (c1, c3) = (architecture.C1Kernels, architecture.C3Kernels);
        int[] rows = [2 * Block.PaddedInputSize, c1 * S2Rows, c1 * S2Rows, c1 * S2Rows, c3 * C3Rows, c3 * C3Rows, c3 * C3Rows, c3 * S4Rows, c3 * S4Rows, c3 * S4Rows];
        var length = (long)rows.Sum() * RowLength + Math.Max(RowS2.PackedLength(c1), RowS4.PackedLength(architecture));
        if (_memory.Length < length)
        {
            _memory.Dispose();
            _memory = new AlignedMemory(length);
        }

        var next = _memory.Pointer;
        Input = Take(0);
        S2 = Take(1);
        S2Begin = Take(2);
        S2End = Take(3);
        C3 = Take(4);
        C3Begin = Take(5);
        C3End = Take(6);
        S4 = Take(7);
        S4Begin = Take(8);
        S4End = Take(9);
        PackedWeights = next;

        float* Take(int map)
        {
            var taken = next;
            next += (long)rows[map] * RowLength;
            return taken;
        }
    }

    public void Dispose() => _memory.Dispose();
}
