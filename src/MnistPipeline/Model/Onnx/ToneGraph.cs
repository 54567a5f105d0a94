using MnistPipeline.Reading;

namespace MnistPipeline.Model.Onnx;

/// <summary><see cref="InkTone"/> as ONNX nodes.</summary>
internal static class ToneGraph
{
    /// <summary>How much of the paper's light is missing: whole numbers 0 to 255.</summary>
    public static string Darkness(GraphBuilder graph, string name, string grey, string paper)
    {
        var missing = graph.Add(name + ".missing", "Relu", graph.Add(name + ".away", "Sub", paper, grey));
        var light = graph.Add(name + ".light", "Max", paper, graph.Number(InkTone.MinLight));
        var share = graph.Add(name + ".share", "Div", graph.Add(name + ".white", "Mul", missing, graph.Number(byte.MaxValue)), light);
        return graph.Add(name + ".whole", "Floor", share);
    }

    /// <summary>Adds the nodes to the ink, whole numbers 0 to 255.</summary>
    /// <param name="graph">Where to add them.</param>
    /// <param name="quarters">The grey of the canvas, [image, 4, row, column] of the coarse plane.</param>
    /// <param name="paper">What is told of the paper.</param>
    /// <param name="around">1 where ink may be the digit's, [image, 1, row, column].</param>
    /// <returns>Of the shape of the grey.</returns>
    public static string Add(GraphBuilder graph, string quarters, PaperValues paper, string around)
    {
        var turned = graph.Add("quarters.turned", "Sub", graph.Number(byte.MaxValue), quarters);
        var seen = graph.Choose("quarters.seen", paper.IsInkLight, turned, quarters);
        var darkness = graph.Add("tone.darkness", "Mul", Darkness(graph, "tone", seen, paper.Paper), around);
        var contrast = graph.Add("contrast", "Max", graph.Maximum("contrast.most", darkness, 1, 2, 3), graph.Number(InkTone.MinContrast));
        var steep = graph.Add("ink.steep", "Mul", graph.Add("ink.share", "Div", darkness, contrast), graph.Number(InkTone.Slope));
        var lowered = graph.Add("ink.lowered", "Sub", steep, graph.Number(InkTone.Intercept));
        return graph.Clip("ink.quarters", graph.Add("ink.whole", "Floor", lowered), 0, byte.MaxValue);
    }
}
