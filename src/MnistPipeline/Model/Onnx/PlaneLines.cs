namespace MnistPipeline.Model.Onnx;

/// <summary>
/// The rows of a plane followed by its columns, as one vector: questions of both are asked at once, because each node costs more
/// than its few numbers.
/// </summary>
internal sealed class PlaneLines
{
    private readonly GraphBuilder _graph;
    private readonly string _name;
    private readonly int _rows;
    private readonly int _columns;

    /// <summary>The lines of planes [image, 1, row, column].</summary>
    /// <param name="graph">Where to add nodes.</param>
    /// <param name="name">What the planes are called.</param>
    /// <param name="rows">Their rows.</param>
    /// <param name="columns">Their columns.</param>
    public PlaneLines(GraphBuilder graph, string name, int rows, int columns) => (_graph, _name, _rows, _columns) = (graph, name, rows, columns);

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

    /// <summary>1 for each line from the first marked one of its kind to the last: [image, 1, line].</summary>
    public string Between(string name, string marked)
    {
        var upTo = _graph.Add(name + ".upTo", "MatMul", marked, Matrix("upTo", (from, to) => from <= to));
        var since = _graph.Add(name + ".since", "MatMul", marked, Matrix("since", (from, to) => from >= to));
        return _graph.IsPositive(name, _graph.Add(name + ".both", "Mul", upTo, since));
    }

    /// <summary>A vector of what a function of a line's index and its extent gives.</summary>
    public float[] Vector(Func<int, int, float> value) =>
        [.. Enumerable.Range(0, _rows).Select(row => value(row, _rows)), .. Enumerable.Range(0, _columns).Select(column => value(column, _columns))];

    private string Matrix(string name, Func<int, int, bool> counts) => _graph.Constant(
        $"{_name}.{name}",
        [Count, Count],
        () => [.. Enumerable.Range(0, Count * Count).Select(pair => (From: pair / Count, To: pair % Count))
            .Select(pair => pair.From < _rows == pair.To < _rows && counts(pair.From, pair.To) ? 1f : 0f)]);
}
