using MnistPipeline.Model.Onnx.Format;
using MnistPipeline.Reading;

namespace MnistPipeline.Model.Onnx;

/// <summary>What <see cref="DigitPieces"/> asks of the rim, as ONNX nodes.</summary>
internal static class RimGraph
{
    private const int Rows = CoarsePlane.Rows;
    private const int Columns = CoarsePlane.Columns;

    /// <summary>Adds the nodes to 1 where ink lies along a side of the picture, [image, 1, 1, 1].</summary>
    /// <param name="graph">Where to add them.</param>
    /// <param name="ink">1 where there is ink: [image, 1, row, column] of the coarse plane.</param>
    /// <param name="picture">Where the picture ends, [image, 1, 1] each.</param>
    public static string Add(GraphBuilder graph, string ink, PieceEnds picture)
    {
        var covered = new PlaneLines(graph, "rim", Rows, Columns).Join("rim.covered", graph.Sum("rim.ofRows", ink, 3), graph.Sum("rim.ofColumns", ink, 2));

        string[] ends = [picture.Bottom, picture.Right, picture.Top, picture.Left];
        var outer = graph.Add("rim.ends", "Concat", ends, ("axis", [2]));
        var signed = graph.Add("rim.signed", "Mul", outer, graph.Floats("rim.signs", [1, 1, 4], [1, 1, -1, -1]));
        var lines = graph.Add("rim.lines", "Add", signed, graph.Floats("rim.offsets", [1, 1, 4], [-1, Rows - 1, Rows, Rows + Columns]));
        var indices = graph.Cast("rim.indices", graph.Clip("rim.real", lines, 0, Rows + Columns - 1), TensorProto.Types.DataType.Int64);
        var sides = graph.Add("rim.sides", "Mul", graph.Look("rim.coveredSides", covered, indices), graph.Number(DigitPieces.SideShare));

        // What is free of each side's opposite: where the picture ends less where the ink does.
        var height = graph.Add("rim.height", "Sub", graph.Add("rim.rows", "Add", picture.Bottom, picture.Top), graph.Number(Rows));
        var width = graph.Add("rim.width", "Sub", graph.Add("rim.columns", "Add", picture.Right, picture.Left), graph.Number(Columns));
        var inkEnds = PieceEnds.OfLines(graph, "rim.ink", graph.IsPositive("rim.inked", covered));
        string[] reached = [inkEnds.Top, inkEnds.Left, inkEnds.Bottom, inkEnds.Right];
        string[] opposite = [picture.Top, picture.Left, picture.Bottom, picture.Right];
        var free = graph.Add(
            "rim.free",
            "Sub",
            graph.Add("rim.opposite", "Concat", opposite, ("axis", [2])),
            graph.Add("rim.reached", "Concat", reached, ("axis", [2])));
        var isCovered = graph.Add("rim.side.excess", "Sub", sides, graph.Add("rim.lengths", "Concat", [width, height, width, height], ("axis", [2])));
        var isFree = graph.Add(
            "rim.depth.excess",
            "Sub",
            graph.Add("rim.freeParts", "Mul", free, graph.Number(DigitPieces.DepthShare)),
            graph.Add("rim.depths", "Concat", [height, width, height, width], ("axis", [2])));
        var both = graph.Add("rim.both", "Add", graph.Add("rim.least", "Min", isCovered, isFree), graph.Number(1));
        var isAlong = graph.IsPositive("rim.along", both);
        return graph.Reshape("rim.any", graph.Maximum("rim.most", isAlong, 2), -1, 1, 1, 1);
    }
}
