using MnistPipeline.Model.Onnx.Format;
using MnistPipeline.Reading;

namespace MnistPipeline.Model.Onnx;

/// <summary><see cref="PieceTable"/> as ONNX nodes: the pieces of ink, each called by the index of its last pixel, and what is told of each.</summary>
/// <remarks>
/// Each pixel first points at the last of its neighbours, and pointers are followed by pointing at what one's target points at,
/// twice as far each time. Pieces so found that touch are joined in the same way, each to the one of the largest index
/// among those that it touches, until there is nothing to join (Playne and Hawick 2018).
/// </remarks>
internal sealed class PieceGraph
{
    // Pointers reach 2^7 pixels, more than there are rows and columns.
    private const int FirstJumps = 7;

    // Each round at least halves the number of a piece's parts; each is joined across at most 2^3 others at once.
    private const int Rounds = 4;
    private const int Jumps = 3;

    private const int Rows = CoarsePlane.Rows;
    private const int Columns = CoarsePlane.Columns;
    private const int Pixels = Rows * Columns;

    private readonly GraphBuilder _graph;
    private readonly string _mask;
    private readonly string _index;
    private readonly string _one;

    private PieceGraph(GraphBuilder graph, string mask)
    {
        (_graph, _mask) = (graph, mask);
        _index = graph.Floats("pixels.index", [1, 1, Rows, Columns], [.. Enumerable.Range(0, Pixels).Select(pixel => (float)pixel)]);
        _one = graph.Number(1);
    }

    /// <summary>Adds the nodes from ink to its pieces.</summary>
    /// <param name="graph">Where to add them.</param>
    /// <param name="mask">1 where there is ink: [image, 1, row, column] of the coarse plane.</param>
    /// <param name="darkness">How dark each pixel is, of the same shape.</param>
    public static PieceValues Add(GraphBuilder graph, string mask, string darkness)
    {
        var pieces = new PieceGraph(graph, mask);
        return pieces.Measure(pieces.Label(), darkness);
    }

    // [image, 1, pixel]: the index of the last pixel of the pixel's piece, and of itself where there is no ink
    private string Label()
    {
        var numbers = _graph.Add("labels.first", "Mul", _graph.Add("pixels.number", "Add", _index, _one), _mask);
        var label = Jump("labels.0", Neighbours("labels.0", numbers), FirstJumps);
        for (var round = 1; round <= Rounds; round++)
        {
            var name = $"labels.{round}";
            var plane = _graph.Reshape(name + ".plane", _graph.Cast(name + ".float", label, TensorProto.Types.DataType.Float), -1, 1, Rows, Columns);
            var next = Neighbours(name, _graph.Add(name + ".numbers", "Mul", _graph.Add(name + ".number", "Add", plane, _one), _mask));
            var joined = _graph.JoinByIndex(name + ".joined", next, label, next, "max");
            label = _graph.Look(name, Jump(name + ".far", joined, Jumps), label);
        }

        return label;
    }

    // The largest label among a pixel and its neighbours, from labels + 1 that are 0 where there is no ink: [image, 1, pixel]
    private string Neighbours(string name, string numbers)
    {
        var most = _graph.Add(name + ".ofInk", "Mul", _graph.WindowMaximum(name + ".most", numbers, 3, 3), _mask);
        var next = _graph.Add(name + ".next", "Max", _graph.Add(name + ".lowered", "Sub", most, _one), _index);
        return _graph.Cast(name + ".nextWhole", _graph.Reshape(name + ".flat", next, -1, 1, Pixels), TensorProto.Types.DataType.Int64);
    }

    private string Jump(string name, string pointers, int times)
    {
        for (var jump = 1; jump <= times; jump++)
        {
            pointers = _graph.Look($"{name}.jump{jump}", pointers, pointers);
        }

        return pointers;
    }

    private PieceValues Measure(string labels, string darkness)
    {
        var inkFlat = _graph.Reshape("mask.flat", _mask, -1, 1, Pixels);
        var darknessFlat = _graph.Reshape("darkness.flat", _graph.Add("darkness.ink", "Mul", darkness, _mask), -1, 1, Pixels);
        var none = _graph.Add("mass.none", "Sub", darknessFlat, darknessFlat);
        var mass = _graph.JoinByIndex("mass", none, labels, darknessFlat, "add");

        var pixels = new PieceEnds(new PlaneLines(_graph, Rows, Columns).PixelReach("pixels.reach"));
        var reach = _graph.Add("reach", "Mul", inkFlat, pixels.Ends);

        // A label is the index of the last pixel, so that its row is the last row.
        var sides = _graph.Split(reach, 1, ("reach.bottom", 1), ("reach.others", PlaneLines.Sides - 1));
        var values = _graph.Add("pieces.values", "Concat", [darknessFlat, sides[1]], ("axis", [1]));
        var indices = _graph.Add("pieces.labels", "Concat", Enumerable.Repeat(labels, PlaneLines.Sides), ("axis", [1]));
        var parts = _graph.Split(_graph.JoinByIndex("pieces", values, indices, values, "max"), 1, ("peak", 1), ("ends.others", PlaneLines.Sides - 1));
        return new PieceValues(labels, pixels, mass, parts[0], new PieceEnds(_graph.Add("ends", "Concat", [sides[0], parts[1]], ("axis", [1]))));
    }
}
