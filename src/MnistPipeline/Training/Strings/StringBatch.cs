using MnistPipeline.Model.Strings;

namespace MnistPipeline.Training.Strings;

/// <summary>The rows of one training step.</summary>
internal sealed class StringBatch
{
    private byte[] _pixels = [];
    private int _length;

    /// <summary>The rows.</summary>
    public IReadOnlyList<StringRow> Rows { get; private set; } = [];

    /// <summary>The columns of each row.</summary>
    public int[] Columns { get; private set; } = [];

    /// <summary>For each row its first window, and how many there are in all.</summary>
    public int[] Starts { get; private set; } = [0];

    /// <summary>The pixels of one row after another.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels.AsSpan(0, _length);

    /// <summary>Takes rows in.</summary>
    public void Fill(IReadOnlyList<StringRow> rows)
    {
        (Rows, Columns, Starts, _length) = (rows, new int[rows.Count], new int[rows.Count + 1], 0);
        foreach (var row in rows)
        {
            _length += row.Pixels.Length;
        }

        if (_pixels.Length < _length)
        {
            _pixels = new byte[_length];
        }

        var start = 0;
        for (var row = 0; row < rows.Count; row++)
        {
            Columns[row] = rows[row].Columns;
            Starts[row + 1] = Starts[row] + RowWindows.Count(rows[row].Columns);
            rows[row].Pixels.CopyTo(_pixels.AsSpan(start));
            start += rows[row].Pixels.Length;
        }
    }
}
