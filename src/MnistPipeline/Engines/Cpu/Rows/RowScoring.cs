using MnistPipeline.Model.Strings;

namespace MnistPipeline.Engines.Cpu.Rows;

/// <summary>The rows of digits that an engine's threads score now.</summary>
/// <param name="computation">What computes.</param>
/// <param name="threads">How many threads do it.</param>
internal sealed unsafe class RowScoring(LeNet5Computation computation, int threads) : IDisposable
{
    private readonly RowMaps[] _maps = [.. Enumerable.Range(0, threads).Select(_ => new RowMaps(computation.Architecture))];
    private byte* _rows;
    private float* _logits;
    private (int Columns, int Pixel, int Window)[] _begins = [];

    /// <summary>Takes rows in.</summary>
    /// <param name="rows">One row after another, each 28 lines of its columns.</param>
    /// <param name="columns">The columns of each.</param>
    /// <param name="logits">Receives [row, window, class].</param>
    public void Begin(byte* rows, ReadOnlySpan<int> columns, float* logits)
    {
        _rows = rows;
        _logits = logits;
        _begins = new (int, int, int)[columns.Length];
        var (pixel, window) = (0, 0);
        for (var row = 0; row < columns.Length; row++)
        {
            _begins[row] = (columns[row], pixel, window);
            pixel += Digit.Size * columns[row];
            window += RowWindows.Count(columns[row]);
        }
    }

    /// <summary>Scores one of the rows.</summary>
    public void Score(int row, int worker, float* parameters, BlockMaps block)
    {
        var (columns, pixel, window) = _begins[row];
        computation.ForwardRow(_rows + pixel, columns, parameters, _maps[worker], block, _logits + window * computation.Architecture.Classes);
    }

    public void Dispose()
    {
        foreach (var maps in _maps)
        {
            maps.Dispose();
        }
    }
}
