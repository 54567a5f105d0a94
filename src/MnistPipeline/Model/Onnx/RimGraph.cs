using MnistPipeline.Reading;

namespace MnistPipeline.Model.Onnx;

/// <summary>What <see cref="DigitPieces"/> asks of the rim, as ONNX nodes.</summary>
internal static class RimGraph
{
    /// <summary>Adds the nodes to 1 where ink lies along a side of the picture, [image, 1, 1, 1].</summary>
    /// <param name="graph">Where to add them.</param>
    /// <param name="ink">1 where there is ink: [image, 1, row, column] of the coarse plane.</param>
    /// <param name="picture">Where the picture ends.</param>
    public static string Add(GraphBuilder graph, string ink, PieceEnds picture)
    {
        var lines = new PlaneLines(graph, CoarsePlane.Rows, CoarsePlane.Columns);
        var covered = lines.Join("rim.covered", graph.Sum("rim.ofRows", ink, 3), graph.Sum("rim.ofColumns", ink, 2));

        // Beyond the picture's ends there is no ink.
        var outer = lines.From("rim.outer", picture.Ends);
        var sides = graph.Maximum("rim.coveredSides", graph.Add("rim.ofOuter", "Mul", outer, covered), 2);

        // What is free of each side's opposite: where the picture ends less where the ink does.
        var inkEnds = PieceEnds.OfLines(graph, "rim.ink", graph.IsPositive("rim.inked", covered));
        var free = new PieceEnds(graph.Add("rim.between", "Sub", picture.Ends, inkEnds.Ends)).Opposite(graph, "rim.free");
        var parts = graph.Split(picture.Lengths(graph, "rim.lengths"), 1, ("rim.height", 1), ("rim.width", 1));
        var (height, width) = (parts[0], parts[1]);
        var sideExcess = graph.Add("rim.side.excess", "Sub", Times("rim.side.parts", sides, DigitPieces.SideShare), Four("rim.along", width, height));
        var depthExcess = graph.Add("rim.depth.excess", "Sub", Times("rim.free.parts", free, DigitPieces.DepthShare), Four("rim.deep", height, width));
        var most = graph.Maximum("rim.most", graph.Add("rim.least", "Min", sideExcess, depthExcess), 1);
        return graph.Reshape("rim.isAlong", graph.IsPositive("rim.any", graph.Add("rim.raised", "Add", most, graph.Number(1))), -1, 1, 1, 1);

        string Four(string name, string first, string second) => graph.Add(name, "Concat", [first, second, first, second], ("axis", [1]));

        string Times(string name, string value, int factor) => graph.Add(name, "Mul", value, graph.Number(factor));
    }
}
