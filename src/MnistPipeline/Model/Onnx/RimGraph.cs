using MnistPipeline.Reading;

namespace MnistPipeline.Model.Onnx;

/// <summary>What <see cref="DigitPieces"/> asks of the rim, as ONNX nodes.</summary>
internal static class RimGraph
{
    /// <summary>Adds the nodes to 1 where ink lies along a side of the picture, [image, 1, 1, 1].</summary>
    /// <param name="graph">Where to add them.</param>
    /// <param name="ink">1 where there is ink: [image, 1, row, column] of the coarse plane.</param>
    /// <param name="insideLines">1 for the lines on which the picture lies, [image, 1, line].</param>
    /// <param name="picture">Where the picture ends, [image, 1, 1] each.</param>
    public static string Add(GraphBuilder graph, string ink, string insideLines, PieceEnds picture)
    {
        var covered = new PlaneLines(graph, "rim", CoarsePlane.Rows, CoarsePlane.Columns).Join("rim.covered", graph.Sum("rim.ofRows", ink, 3), graph.Sum("rim.ofColumns", ink, 2));
        var outer = PieceEnds.Outermost(graph, "rim.outer", insideLines);
        var sides = graph.Maximum("rim.coveredSides", graph.Add("rim.ofOuter", "Mul", outer, covered), 2);

        // What is free of each side's opposite: where the picture ends less where the ink does.
        var (height, width) = picture.Sides(graph, "rim");
        var inkEnds = PieceEnds.OfLines(graph, "rim.ink", graph.IsPositive("rim.inked", covered));
        string[] reached = [inkEnds.Top, inkEnds.Left, inkEnds.Bottom, inkEnds.Right];
        string[] opposite = [picture.Top, picture.Left, picture.Bottom, picture.Right];
        var free = graph.Add("rim.free", "Sub", Four("rim.opposite", opposite), Four("rim.reached", reached));
        var sideExcess = graph.Add("rim.side.excess", "Sub", Times("rim.side.parts", sides, DigitPieces.SideShare), Four("rim.lengths", [width, height, width, height]));
        var depthExcess = graph.Add("rim.depth.excess", "Sub", Times("rim.free.parts", free, DigitPieces.DepthShare), Four("rim.depths", [height, width, height, width]));
        var least = graph.Add("rim.least", "Min", sideExcess, depthExcess);
        var isAlong = graph.IsPositive("rim.along", graph.Add("rim.raised", "Add", least, graph.Number(1)));
        return graph.Reshape("rim.any", graph.Maximum("rim.most", isAlong, 1), -1, 1, 1, 1);

        string Four(string name, string[] values) => graph.Add(name, "Concat", values, ("axis", [1]));

        string Times(string name, string value, int factor) => graph.Add(name, "Mul", value, graph.Number(factor));
    }
}
