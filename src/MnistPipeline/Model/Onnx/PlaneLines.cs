namespace MnistPipeline.Model.Onnx;

/// <summary>
/// The rows of a plane followed by its columns, as one vector: questions of both are asked at once, because each node costs more
/// than its few numbers.
/// </summary>
internal sealed class PlaneLines
{
    /// <summary>How many sides a plane has; in the order of the last row, the last column, the first row, the first column.</summary>
    public const int Sides = 4;

    private readonly GraphBuilder _graph;
    private readonly int _rows;
    private readonly int _columns;
    private readonly bool _areEvenFirst;

    /// <summary>The lines of planes [image, 1, row, column].</summary>
    /// <param name="graph">Where to add nodes.</param>
    /// <param name="rows">Their rows.</param>
    /// <param name="columns">Their columns.</param>
    /// <param name="areEvenFirst">Whether the lines with even numbers lie before those with odd ones, among rows and among columns.</param>
    public PlaneLines(GraphBuilder graph, int rows, int columns, bool areEvenFirst = false) =>
        (_graph, _rows, _columns, _areEvenFirst) = (graph, rows, columns, areEvenFirst);

    /// <summary>How many lines there are.</summary>
    public int Count => _rows + _columns;

    /// <summary>The largest of each line: [image, 1, line].</summary>
    public string Maxima(string name, string plane) => Join(name, _graph.Maximum(name + ".ofRows", plane, 3), _graph.Maximum(name + ".ofColumns", plane, 2));

    /// <summary>From a value a row and a value a column, [image, 1, row, 1] and [image, 1, 1, column], to [image, 1, line].</summary>
    public string Join(string name, string ofRows, string ofColumns) => _graph.Add(
        name,
        "Concat",
        [_graph.Reshape(name + ".rows", ofRows, -1, 1, _rows), _graph.Reshape(name + ".columns", ofColumns, -1, 1, _columns)],
        ("axis", [2]));

    /// <summary>From [image, 1, line] to [image, 1, row, 1] and [image, 1, 1, column].</summary>
    public (string OfRows, string OfColumns) Part(string name, string lines)
    {
        var parts = _graph.Split(lines, 2, (name + ".rows", _rows), (name + ".columns", _columns));
        return (_graph.Reshape(name + ".standing", parts[0], -1, 1, _rows, 1), _graph.Reshape(name + ".lying", parts[1], -1, 1, 1, _columns));
    }

    /// <summary>How far out each marked line lies on each side, counted from the other one as 1, and 0 where it does not count: [image, side, line].</summary>
    public string Reach(string name, string marked) => _graph.Add(name, "Mul", marked, FullReach());

    /// <summary>How far out each pixel lies on each side, counted as lines are: [1, side, row and column]. Runtimes compute it once, and files stay small.</summary>
    public string PixelReach(string name)
    {
        var parts = _graph.Split(FullReach(), 2, (name + ".rows", _rows), (name + ".columns", _columns));
        var ofRows = _graph.Reshape(name + ".standing", parts[0], 1, Sides, _rows, 1);
        var ofColumns = _graph.Reshape(name + ".lying", parts[1], 1, Sides, 1, _columns);
        return _graph.Reshape(name, _graph.Add(name + ".plane", "Add", ofRows, ofColumns), 1, Sides, _rows * _columns);
    }

    /// <summary>1 for each line from the first marked one of its kind to the last: [image, 1, line].</summary>
    public string Between(string name, string marked)
    {
        var ends = _graph.Maximum(name + ".ends", Reach(name + ".reach", marked), 2);
        var beyond = _graph.Maximum(name + ".beyond", _graph.Add(name + ".excess", "Sub", FullReach(), ends), 1);
        return _graph.Add(name, "Sub", _graph.Number(1), _graph.IsPositive(name + ".outside", beyond));
    }

    /// <summary>1 for each line that lies at an end or beyond it: [image, side, line].</summary>
    public string From(string name, string ends)
    {
        var excess = _graph.Add(name + ".excess", "Sub", FullReach(), ends);
        return _graph.IsPositive(name, _graph.Add(name + ".raised", "Add", excess, _graph.Number(1)));
    }

    /// <summary>A vector of what a function of a line's number and its extent gives.</summary>
    public float[] Vector(Func<int, int, float> value) =>
        [.. NumbersOf(_rows).Select(row => value(row, _rows)), .. NumbersOf(_columns).Select(column => value(column, _columns))];

    /// <summary>The numbers of the lines along an extent, in their order.</summary>
    public IEnumerable<int> NumbersOf(int extent) =>
        Enumerable.Range(0, extent).Select(place => !_areEvenFirst ? place : 2 * place < extent ? 2 * place : 2 * place - extent + 1);

    private string FullReach() => _graph.Constant($"lines.{_rows}.{_columns}", [1, Sides, Count], () =>
    [
        .. Vector((line, extent) => extent == _rows ? line + 1 : 0),
        .. Vector((line, extent) => extent == _columns ? line + 1 : 0),
        .. Vector((line, extent) => extent == _rows ? _rows - line : 0),
        .. Vector((line, extent) => extent == _columns ? _columns - line : 0),
    ]);
}
