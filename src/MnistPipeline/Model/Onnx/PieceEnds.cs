using MnistPipeline.Reading;

namespace MnistPipeline.Model.Onnx;

/// <summary>
/// The names of where pieces, or one box, end on each side, [image, 1, label] or [image, 1, 1]: the last row and column, counted from 1, and
/// the first ones, counted from the last as 1, so that what lies farther out is larger on all sides.
/// </summary>
internal sealed record PieceEnds(string Bottom, string Right, string Top, string Left)
{
    private const int Rows = CoarsePlane.Rows;
    private const int Columns = CoarsePlane.Columns;

    /// <summary>Parts ends that are one value, [image, 4, label].</summary>
    public static PieceEnds Part(GraphBuilder graph, string name, string ends)
    {
        var parts = graph.Split(ends, 1, (name + ".bottom", 1), (name + ".right", 1), (name + ".top", 1), (name + ".left", 1));
        return new PieceEnds(parts[0], parts[1], parts[2], parts[3]);
    }

    /// <summary>The ends of the lines that are 1, [image, 1, line].</summary>
    public static PieceEnds OfLines(GraphBuilder graph, string name, string lines) =>
        Part(graph, name + ".ends", graph.Maximum(name + ".ends", Counted(graph, name, lines), 2));

    /// <summary>1 for the outermost of the lines that are 1, [image, 4, line]: the last row, the last column, the first row, the first column.</summary>
    public static string Outermost(GraphBuilder graph, string name, string lines)
    {
        var counted = Counted(graph, name, lines);
        var inward = graph.Add(name + ".inward", "Sub", counted, graph.Maximum(name + ".farthest", counted, 2));
        return graph.IsPositive(name, graph.Add(name + ".raised", "Add", inward, graph.Number(1)));
    }

    /// <summary>The longer side of each box.</summary>
    public string Extent(GraphBuilder graph, string name)
    {
        var (height, width) = Sides(graph, name);
        return graph.Add(name, "Max", height, width);
    }

    /// <summary>The rows and the columns of each box.</summary>
    public (string Height, string Width) Sides(GraphBuilder graph, string name) => (
        graph.Add(name + ".height", "Sub", graph.Add(name + ".rows", "Add", Bottom, Top), graph.Number(Rows)),
        graph.Add(name + ".width", "Sub", graph.Add(name + ".columns", "Add", Right, Left), graph.Number(Columns)));

    /// <summary>1 where boxes lie within others on all sides, without touching.</summary>
    public string LieWithin(GraphBuilder graph, string name, PieceEnds others) => graph.IsPositive(name, graph.Add(
        name + ".room",
        "Min",
        graph.Add(name + ".below", "Sub", others.Bottom, Bottom),
        graph.Add(name + ".beside", "Sub", others.Right, Right),
        graph.Add(name + ".above", "Sub", others.Top, Top),
        graph.Add(name + ".before", "Sub", others.Left, Left)));

    /// <summary>How many rows or columns lie between boxes and one other, plus 1.</summary>
    public string Gap(GraphBuilder graph, string name, PieceEnds other) => graph.Add(
        name,
        "Max",
        graph.Add(name + ".below", "Sub", graph.Add(name + ".bottom", "Sub", graph.Number(Rows + 1), other.Bottom), Top),
        graph.Add(name + ".above", "Sub", graph.Add(name + ".top", "Sub", graph.Number(Rows + 1), other.Top), Bottom),
        graph.Add(name + ".beside", "Sub", graph.Add(name + ".right", "Sub", graph.Number(Columns + 1), other.Right), Left),
        graph.Add(name + ".before", "Sub", graph.Add(name + ".left", "Sub", graph.Number(Columns + 1), other.Left), Right));

    /// <summary>The sums of the two ends that meet in each corner, [image, 4, label]: bottom right, top left, bottom left, top right.</summary>
    public string Corners(GraphBuilder graph, string name)
    {
        string[] corners =
        [
            graph.Add(name + ".bottomRight", "Add", Bottom, Right),
            graph.Add(name + ".topLeft", "Add", Top, Left),
            graph.Add(name + ".bottomLeft", "Add", Bottom, Left),
            graph.Add(name + ".topRight", "Add", Top, Right),
        ];
        return graph.Add(name + ".reach", "Concat", corners, ("axis", [1]));
    }

    // How far out each line lies on each side, [image, 4, line], and 0 where it is none.
    private static string Counted(GraphBuilder graph, string name, string lines) =>
        graph.Add(name + ".counted", "Mul", lines, graph.Constant("lines.ends", [1, 4, Rows + Columns], () =>
        [
            .. Enumerable.Range(1, Rows), .. new float[Columns],
            .. new float[Rows], .. Enumerable.Range(1, Columns),
            .. Enumerable.Range(1, Rows).Reverse(), .. new float[Columns],
            .. new float[Rows], .. Enumerable.Range(1, Columns).Reverse(),
        ]));
}
