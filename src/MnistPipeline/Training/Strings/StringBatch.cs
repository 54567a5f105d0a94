using MnistPipeline.Model.Strings;

namespace MnistPipeline.Training.Strings;

/// <summary>The rows of one training step, and the windows along them.</summary>
internal sealed class StringBatch
{
    private byte[] _windows = [];

    /// <summary>The rows.</summary>
    public IReadOnlyList<StringRow> Rows { get; private set; } = [];

    /// <summary>For each row its first window, and how many there are in all.</summary>
    public int[] Starts { get; private set; } = [0];

    /// <summary>784 bytes a window, row after row.</summary>
    public ReadOnlySpan<byte> Windows => _windows.AsSpan(0, Starts[^1] * Digit.Pixels);

    /// <summary>Takes rows in.</summary>
    public void Fill(IReadOnlyList<StringRow> rows)
    {
        Rows = rows;
        Starts = new int[rows.Count + 1];
        for (var row = 0; row < rows.Count; row++)
        {
            Starts[row + 1] = Starts[row] + RowWindows.Count(rows[row].Columns);
        }

        if (_windows.Length < Starts[^1] * Digit.Pixels)
        {
            _windows = new byte[Starts[^1] * Digit.Pixels];
        }

        for (var row = 0; row < rows.Count; row++)
        {
            RowWindows.Cut(rows[row].Pixels, rows[row].Columns, _windows.AsSpan(Starts[row] * Digit.Pixels));
        }
    }
}
