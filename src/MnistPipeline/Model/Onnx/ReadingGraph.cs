using MnistPipeline.Model.Onnx.Format;
using MnistPipeline.Reading;

namespace MnistPipeline.Model.Onnx;

/// <summary>
/// <see cref="InkTone"/> and <see cref="InkPlacement"/> as ONNX nodes, for any number of images. Row and column questions are
/// asked at once, on vectors of 56 rows followed by 57 columns, because each node costs more than its few numbers.
/// </summary>
internal sealed class ReadingGraph
{
    private const int Rows = ReadingCanvas.Rows;
    private const int Columns = ReadingCanvas.Columns;
    private const int Lines = Rows + Columns;
    private const int GreyLevels = 256;
    private const int Size = Digit.Size;

    private readonly GraphBuilder _graph;
    private readonly string _zero;
    private readonly string _one;
    private readonly string _white;

    private ReadingGraph(GraphBuilder graph)
    {
        _graph = graph;
        _zero = graph.Number("zero", 0);
        _one = graph.Number("one", 1);
        _white = graph.Number("white", byte.MaxValue);
        graph.Floats("lines.upTo", [Lines, Lines], LineMatrix((from, to) => from <= to));
        graph.Floats("lines.since", [Lines, Lines], LineMatrix((from, to) => from >= to));
    }

    /// <summary>Adds the nodes from the grey canvas [image, 1, row, column] to the digit [image, 1, 28, 28], whole numbers 0 to 255.</summary>
    public static string Add(GraphBuilder graph, string grey)
    {
        var reading = new ReadingGraph(graph);
        return reading.Place(reading.Tone(grey));
    }

    private string Tone(string grey)
    {
        var lit = _graph.Clip("lit", LineMaxima("lit", grey), _zero, _one);
        var picture = Between("picture", lit);
        var touched = _graph.Clip("touched", _graph.Add("touched.sides", "MatMul", lit, _graph.Floats("sides", [Lines, 1], Sides())), _zero, _one);
        var seen = _graph.Add("seen", "Max", picture, _graph.Add("framed", "Sub", _one, touched));

        // [image, picture and seen, line] -> [image, 1, row, column] each
        var both = _graph.Add("masks.lines", "Concat", [picture, EdgesWeighted(seen)], ("axis", [1]));
        var lines = _graph.Split(both, 2, ("masks.rows", Rows), ("masks.columns", Columns));
        var standing = _graph.Reshape("masks.standing", lines[0], -1, 2, Rows, 1);
        var lying = _graph.Reshape("masks.lying", lines[1], -1, 2, 1, Columns);
        var masks = _graph.Split(_graph.Add("masks", "Mul", standing, lying), 1, ("mask.picture", 1), ("mask.seen", 1));

        var (paper, contrast) = PaperAndContrast(grey, masks[1]);
        var away = _graph.Add("away", "Sub", grey, paper);
        var share = _graph.Add("share", "Div", away, contrast);
        var steep = _graph.Add("share.steep", "Mul", share, _graph.Number("slope", InkTone.Slope));
        var lowered = _graph.Add("share.lowered", "Sub", steep, _graph.Number("intercept", InkTone.Intercept));
        var stretched = _graph.Clip("stretched", _graph.Add("share.whole", "Floor", lowered), _zero, _white);
        return _graph.Add("ink", "Mul", stretched, masks[0]);
    }

    // [image, 1, line]: 1 for an inner line that is seen, and InkTone.EdgeWeight more for each neighbour that is not.
    private string EdgesWeighted(string seen)
    {
        float[] neighbours = LineMatrix((from, to) => Math.Abs(from - to) == 1, -InkTone.EdgeWeight);
        var lessened = _graph.Add("seen.lessened", "MatMul", seen, _graph.Floats("lines.neighbours", [Lines, Lines], neighbours));
        var weight = _graph.Add("seen.weight", "Add", lessened, _graph.Number("seen.alone", 1 + 2 * InkTone.EdgeWeight));
        return _graph.Add("seen.weighted", "Mul", seen, weight);
    }

    // [image, 1, 1, 1] each; the contrast is below 0 where ink is darker than paper.
    private (string Paper, string Contrast) PaperAndContrast(string grey, string seen)
    {
        var greys = _graph.Cast("greys", _graph.Reshape("greys.flat", grey, -1, ReadingCanvas.Pixels), TensorProto.Types.DataType.Int64);
        var weights = _graph.Reshape("seen.flat", seen, -1, ReadingCanvas.Pixels);
        var total = _graph.Add("total", "ReduceSum", [weights, _graph.Integers64("along.list", [1], [1])], ("keepdims", [1]));
        var zeros = _graph.Add("counts.zero", "Mul", total, _graph.Floats("nothing", [GreyLevels], new float[GreyLevels]));
        var counts = _graph.SumByIndex("counts", zeros, greys, weights);
        var upTo = _graph.Reshape("counts.upTo", _graph.Add("counts.sums", "CumSum", counts, _graph.Integers64("along", [], [1])), -1, 1, GreyLevels);

        // Below how many pixels a grey and all darker ones must stay to come before the darkest, the median and the lightest.
        var shares = _graph.Add("bounds.share", "Mul", total, _graph.Floats("bounds.factor", [3], [0, 0.5f, 1]));
        var bounds = _graph.Reshape("bounds", _graph.Add("bounds.flat", "Add", shares, _graph.Floats("bounds.shift", [3], [0.5f, 0, -0.5f])), -1, 3, 1);
        var comesBefore = _graph.Cast("before", _graph.Add("before.bits", "Less", upTo, bounds), TensorProto.Types.DataType.Float);
        var number = _graph.Add("before.number", "ReduceSum", [comesBefore, _graph.Integers64("across.list", [1], [2])], ("keepdims", [0]));
        var quantiles = _graph.Reshape("quantiles", number, -1, 1, 1, 3);

        // From darkest, median and lightest: how far below and above paper the greys go, which is more, and paper.
        var mixed = _graph.Add("tones", "MatMul", quantiles, _graph.Floats("tones.mix", [3, 4], [-1, 0, 1, 0, 1, -1, -2, 1, 0, 1, 1, 0]));
        var tones = _graph.Split(mixed, 3, ("reach", 2), ("balance", 1), ("paper", 1));
        var reach = _graph.Add("reach.most", "ReduceMax", [tones[0]], ("axes", [3]), ("keepdims", [1]));
        var size = _graph.Add("contrast.size", "Max", reach, _graph.Number("contrast.least", InkTone.MinContrast));
        var sign = _graph.Add("contrast.sign", "Sign", _graph.Add("balance.raised", "Add", tones[1], _graph.Number("half", 0.5f)));
        return (tones[2], _graph.Add("contrast", "Mul", size, sign));
    }

    private string Place(string ink)
    {
        var above = _graph.Add("bright.above", "Sub", LineMaxima("bright", ink), _graph.Number("bright.threshold", InkPlacement.BoxThreshold));
        var box = Between("box", _graph.Clip("bright", above, _zero, _one));
        var extents = _graph.Add("box.extents", "MatMul", box, _graph.Floats("box.ones", [Lines, 2], RowsThenColumns()));
        var extent = _graph.Add("box.extent", "ReduceMax", [extents], ("axes", [2]), ("keepdims", [1]));

        // [image, row and column, sample]: samples 0 of the target pixels, then samples 1
        var step = _graph.Add("step", "Mul", extent, _graph.Number("step.unit", (float)InkPlacement.PositionUnit / InkPlacement.BoxSize));
        var offsets = _graph.Add("samples.offset", "Mul", step, _graph.Floats("samples", [2 * Size], SampleOffsets()));
        var positions = _graph.Add("samples.position", "Floor", _graph.Add("samples.raised", "Add", offsets, Centre(ink, box)));
        var weights = SampleWeights(_graph.Reshape("samples.standing", positions, -1, 2, 2 * Size, 1));

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
        var isThere = _graph.Reshape("there", _graph.Clip("there.flat", extent, _zero, _one), -1, 1, 1, 1);
        var unit = _graph.Number("sampled.unit", 1f / (4 * InkPlacement.PositionUnit * InkPlacement.PositionUnit));
        var mean = _graph.Add("sampled.mean", "Mul", sampled, _graph.Add("sampled.scale", "Mul", isThere, unit));
        return _graph.Add("digit", "Floor", _graph.Add("digit.raised", "Add", mean, "half"));
    }

    // [image, row and column, 1]: InkPlacement's bases, from one product that gives mass and both moments.
    private string Centre(string ink, string box)
    {
        var lines = _graph.Split(box, 2, ("box.rows", Rows), ("box.columns", Columns));
        var lying = _graph.Reshape("box.lying", lines[0], -1, 1, 1, Rows);
        var standing = _graph.Reshape("box.standing", lines[1], -1, 1, Columns, 1);
        float[] stacked = [.. Enumerable.Range(0, 2 * Rows).Select(index => Moment(index % Rows, Rows, index / Rows))];
        var left = _graph.Add("moments.left", "Mul", lying, _graph.Floats("moments.rows", [2, Rows], stacked));
        float[] interleaved = [.. Enumerable.Range(0, 2 * Columns).Select(index => Moment(index / 2, Columns, index % 2))];
        var right = _graph.Add("moments.right", "Mul", standing, _graph.Floats("moments.columns", [Columns, 2], interleaved));
        var product = _graph.Add("moments", "MatMul", _graph.Add("moments.ink", "MatMul", left, ink), right);

        // [mass, moment of columns, moment of rows, a moment of both]
        var parts = _graph.Split(_graph.Reshape("moments.flat", product, -1, 4, 1), 1, ("mass", 1), ("moment.columns", 1), ("moment.rows", 1), ("moment.both", 1));
        var moments = _graph.Add("moments.single", "Concat", [parts[2], parts[1]], ("axis", [1]));
        var centre = _graph.Add("centre", "Div", moments, _graph.Add("mass.least", "Max", parts[0], _one));
        var scaled = _graph.Add("centre.scaled", "Mul", centre, _graph.Number("centre.unit", InkPlacement.PositionUnit / 2));
        float[] middle = [InkPlacement.MiddleBase(Rows), InkPlacement.MiddleBase(Columns)];
        return _graph.Add("centre.base", "Add", scaled, _graph.Floats("centre.middle", [2, 1], middle));
    }

    // How much each line weighs in each target line, both samples together: [image, 1, 28, 57] for rows and for columns.
    private string[] SampleWeights(string positions)
    {
        float[] lines = [.. Enumerable.Range(0, Columns).Select(line => (float)(line * InkPlacement.PositionUnit))];
        var distances = _graph.Add("distances", "Sub", positions, _graph.Floats("lines.position", [Columns], lines));
        var near = _graph.Add("nearness", "Sub", _graph.Number("position.unit", InkPlacement.PositionUnit), _graph.Add("distances.size", "Abs", distances));
        var samples = _graph.Split(_graph.Add("weights", "Relu", near), 2, ("weights.first", Size), ("weights.second", Size));
        return _graph.Split(_graph.Add("weights.both", "Add", samples), 1, ("weights.rows", 1), ("weights.columns", 1));
    }

    // The largest of each line: [image, 1, line]
    private string LineMaxima(string name, string value) => _graph.Add(
        name + ".lines",
        "Concat",
        [_graph.Maximum(name + ".rows", value, 3), _graph.Maximum(name + ".columns", value, 2)],
        ("axis", [2]));

    // 1 for each line from the first marked one of its kind to the last: [image, 1, line]
    private string Between(string name, string marked)
    {
        var upTo = _graph.Add(name + ".upTo", "MatMul", marked, "lines.upTo");
        var since = _graph.Add(name + ".since", "MatMul", marked, "lines.since");
        return _graph.Clip(name, _graph.Add(name + ".both", "Mul", upTo, since), _zero, _one);
    }

    private static float[] LineMatrix(Func<int, int, bool> counts, float weight = 1)
    {
        var matrix = new float[Lines * Lines];
        for (var from = 0; from < Lines; from++)
        {
            for (var to = 0; to < Lines; to++)
            {
                matrix[from * Lines + to] = from < Rows == to < Rows && counts(from, to) ? weight : 0;
            }
        }

        return matrix;
    }

    private static float[] Sides() =>
        [.. Enumerable.Range(0, Lines).Select(line => line is 0 or Rows - 1 or Rows or Lines - 1 ? 1f : 0f)];

    // [line, rows and columns]: 1 where the line is of that kind
    private static float[] RowsThenColumns() =>
        [.. Enumerable.Range(0, 2 * Lines).Select(index => index / 2 < Rows == (index % 2 == 0) ? 1f : 0f)];

    private static float[] SampleOffsets() =>
        [.. Enumerable.Range(0, 2 * Size).Select(sample => InkPlacement.SampleOffset(sample % Size, sample / Size))];

    private static float Moment(int line, int extent, int power) => power == 0 ? 1 : 2 * line - (extent - 1);
}
