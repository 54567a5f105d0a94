using MnistPipeline.Model.Onnx.Format;
using MnistPipeline.Reading;

namespace MnistPipeline.Model.Onnx;

/// <summary><see cref="InkPlacement"/> as ONNX nodes.</summary>
internal sealed class PlacementGraph
{
    private const int Rows = ReadingCanvas.Rows;
    private const int Columns = ReadingCanvas.Columns;
    private const int Size = Digit.Size;
    private const int Samples = InkPlacement.Samples;
    private const TensorProto.Types.DataType Double = TensorProto.Types.DataType.Double;
    private const TensorProto.Types.DataType Float = TensorProto.Types.DataType.Float;

    private readonly GraphBuilder _graph;
    private readonly PlaneLines _lines;

    private PlacementGraph(GraphBuilder graph)
    {
        _graph = graph;
        _lines = new PlaneLines(graph, Rows, Columns, areEvenFirst: true);
    }

    /// <summary>Adds the nodes from the ink [image, 1, row, column], even rows and columns before the odd ones, to the digit [image, 1, 28, 28], whole numbers 0 to 255.</summary>
    public static string Add(GraphBuilder graph, string ink) => new PlacementGraph(graph).Add(ink);

    private string Add(string ink)
    {
        var above = _graph.Add("bright.above", "Sub", _lines.Maxima("bright.lines", ink), _graph.Number(InkPlacement.BoxThreshold));
        var box = _lines.Between("box", _graph.IsPositive("bright", above));
        float[] kinds = [.. _lines.Vector((_, extent) => extent == Rows ? 1 : 0).Zip(_lines.Vector((_, extent) => extent == Columns ? 1 : 0)).SelectMany(pair => new[] { pair.First, pair.Second })];
        var extents = _graph.Add("box.extents", "MatMul", box, _graph.Floats("box.kinds", [_lines.Count, 2], kinds));
        var extent = _graph.Maximum("box.extent", extents, 2);

        // [image, row and column, sample]: the first samples of the target pixels, then the second ones
        var unit = _graph.Doubles("step.unit", [], [(double)InkPlacement.PositionUnit / InkPlacement.BoxSize]);
        var step = _graph.Add("step", "Mul", _graph.Cast("box.extent.exact", extent, Double), unit);
        double[] samples = [.. Enumerable.Range(0, Samples * Size).Select(sample => InkPlacement.SampleOffset(sample % Size, sample / Size))];
        var offsets = _graph.Add("samples.offset", "Mul", step, _graph.Doubles("samples", [Samples * Size], samples));
        var positions = _graph.Add("samples.position", "Floor", _graph.Add("samples.raised", "Add", offsets, Centre(ink, box)));
        var weights = SampleWeights(_graph.Reshape("samples.standing", _graph.Cast("samples.float", positions, Float), -1, 2, Samples * Size, 1));

        var onRows = _graph.Add(
            "rows.weights",
            "Slice",
            weights[0],
            _graph.Integers64("rows.from", [1], [0]),
            _graph.Integers64("rows.to", [1], [Rows]),
            _graph.Integers64("rows.axis", [1], [3]));
        var onColumns = _graph.Add("columns.weights", "Transpose", [weights[1]], ("perm", [0, 1, 3, 2]));
        var sampled = _graph.Add("sampled", "MatMul", _graph.Add("sampled.rows", "MatMul", onRows, ink), onColumns);

        // A picture without ink has no box, and all its samples count nothing.
        var isThere = _graph.Reshape("there", _graph.IsPositive("there.flat", extent), -1, 1, 1, 1);
        var share = _graph.Number(1f / (Samples * Samples * InkPlacement.PositionUnit * InkPlacement.PositionUnit));
        var mean = _graph.Add("sampled.mean", "Mul", sampled, _graph.Add("sampled.scale", "Mul", isThere, share));
        return _graph.Add("digit", "Floor", _graph.Add("digit.raised", "Add", mean, _graph.Number(0.5f)));
    }

    // [image, row and column, 1]: InkPlacement's bases
    private string Centre(string ink, string box)
    {
        // The ink of each row within the box's columns, and of each column within its rows.
        var (rows, columns) = _lines.Part("box", box);
        var ofRows = _graph.Add("ink.ofRows", "MatMul", ink, _graph.Reshape("box.upright", columns, -1, 1, Columns, 1));
        var ofColumns = _graph.Add("ink.ofColumns", "MatMul", _graph.Reshape("box.level", rows, -1, 1, 1, Rows), ink);
        var ofLines = _graph.Add("ink.boxed", "Mul", _lines.Join("ink.ofLines", ofRows, ofColumns), box);

        double[] powers =
        [
            .. _lines.Vector((line, extent) => extent == Rows ? 2 * line - (Rows - 1) : 0)
                .Zip(_lines.Vector((line, extent) => extent == Columns ? 2 * line - (Columns - 1) : 0), _lines.Vector((_, extent) => extent == Rows ? 1 : 0))
                .SelectMany(three => new double[] { three.First, three.Second, three.Third }),
        ];
        var exact = _graph.Cast("ink.exact", ofLines, Double);
        var product = _graph.Reshape("moments.standing", _graph.Add("moments", "MatMul", exact, _graph.Doubles("moments.powers", [_lines.Count, 3], powers)), -1, 3, 1);
        var parts = _graph.Split(product, 1, ("moments.both", 2), ("mass.ink", 1));
        var mass = _graph.Add("mass.least", "Max", parts[1], _graph.Doubles("mass.some", [], [1]));
        var scaled = _graph.Add("centre.scaled", "Mul", _graph.Add("centre", "Div", parts[0], mass), _graph.Doubles("centre.unit", [], [InkPlacement.PositionUnit / 2]));
        return _graph.Add("centre.base", "Add", scaled, _graph.Doubles("centre.middle", [2, 1], [InkPlacement.MiddleBase(Rows), InkPlacement.MiddleBase(Columns)]));
    }

    // How much each line weighs in each target line, all samples together: [image, 1, 28, 116] for rows and for columns.
    private string[] SampleWeights(string positions)
    {
        float[] lines = [.. _lines.NumbersOf(Rows), .. new float[Columns - Rows], .. _lines.NumbersOf(Columns)];
        float[] linePositions = [.. lines.Select(line => line * InkPlacement.PositionUnit)];
        var distances = _graph.Add("distances", "Sub", positions, _graph.Floats("lines.position", [2, 1, Columns], linePositions));
        var near = _graph.Add("nearness", "Sub", _graph.Number(InkPlacement.PositionUnit), _graph.Add("distances.size", "Abs", distances));
        var samples = _graph.Reshape("weights.parted", _graph.Add("weights", "Relu", near), -1, 2, Samples, Size, Columns);
        return _graph.Split(_graph.Reshape("weights.joined", _graph.Sum("weights.sum", samples, 2), -1, 2, Size, Columns), 1, ("weights.rows", 1), ("weights.columns", 1));
    }
}
