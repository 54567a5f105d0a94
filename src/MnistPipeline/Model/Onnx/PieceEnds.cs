using MnistPipeline.Reading;

namespace MnistPipeline.Model.Onnx;

/// <summary>
/// The name of where pieces, or one box, end on each side, [image, side, label] or [image, side, 1]: the last row and column, counted from 1, and
/// the first ones, counted from the last as 1, so that what lies farther out is larger on all sides.
/// </summary>
internal sealed record PieceEnds(string Ends)
{
    private const int Rows = CoarsePlane.Rows;
    private const int Columns = CoarsePlane.Columns;

    /// <summary>The ends of the lines that are 1, [image, 1, line].</summary>
    public static PieceEnds OfLines(GraphBuilder graph, string name, string lines) =>
        new(graph.Maximum(name + ".ends", Lines(graph).Reach(name + ".reach", lines), 2));

    /// <summary>The longer side of each box: [image, 1, label].</summary>
    public string Extent(GraphBuilder graph, string name) => graph.Maximum(name, Lengths(graph, name + ".lengths"), 1);

    /// <summary>The rows and the columns of each box: [image, 2, label].</summary>
    public string Lengths(GraphBuilder graph, string name)
    {
        var (last, first) = Halves(graph, name);
        return graph.Add(name, "Sub", graph.Add(name + ".sums", "Add", last, first), graph.Constant("lengths", [2, 1], () => [Rows, Columns]));
    }

    /// <summary>1 where boxes lie within others on all sides, without touching: [image, 1, label].</summary>
    public string LieWithin(GraphBuilder graph, string name, PieceEnds others) =>
        graph.IsPositive(name, graph.Minimum(name + ".least", graph.Add(name + ".room", "Sub", others.Ends, Ends), 1));

    /// <summary>How many rows or columns lie between boxes and one other, plus 1: [image, 1, label].</summary>
    public string Gap(GraphBuilder graph, string name, PieceEnds other)
    {
        var lengths = graph.Constant("lengths.beyond", [PlaneLines.Sides, 1], () => [Rows + 1, Columns + 1, Rows + 1, Columns + 1]);
        var from = graph.Add(name + ".from", "Sub", lengths, other.Opposite(graph, name + ".opposite"));
        return graph.Maximum(name, graph.Add(name + ".ofSides", "Sub", from, Ends), 1);
    }

    /// <summary>The end on the side opposite to each: [image, side, label].</summary>
    public string Opposite(GraphBuilder graph, string name)
    {
        var (last, first) = Halves(graph, name);
        return graph.Add(name, "Concat", [first, last], ("axis", [1]));
    }

    /// <summary>The sums of the two ends that meet in each corner, [image, corner, label]: bottom right, top left, bottom left, top right.</summary>
    public string Corners(GraphBuilder graph, string name)
    {
        var parts = graph.Split(Ends, 1, (name + ".bottom", 1), (name + ".right", 1), (name + ".top", 1), (name + ".left", 1));
        var (bottom, right, top, left) = (parts[0], parts[1], parts[2], parts[3]);
        var ofRows = graph.Add(name + ".ofRows", "Concat", [bottom, top, bottom, top], ("axis", [1]));
        return graph.Add(name, "Add", ofRows, graph.Add(name + ".ofColumns", "Concat", [right, left, left, right], ("axis", [1])));
    }

    private static PlaneLines Lines(GraphBuilder graph) => new(graph, Rows, Columns);

    private (string Last, string First) Halves(GraphBuilder graph, string name)
    {
        var parts = graph.Split(Ends, 1, (name + ".last", 2), (name + ".first", 2));
        return (parts[0], parts[1]);
    }
}
