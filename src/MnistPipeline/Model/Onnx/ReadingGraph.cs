using MnistPipeline.Reading;

namespace MnistPipeline.Model.Onnx;

/// <summary><see cref="DigitReading"/> as ONNX nodes, for any number of images.</summary>
internal static class ReadingGraph
{
    private const int Rows = CoarsePlane.Rows;
    private const int Columns = CoarsePlane.Columns;

    /// <summary>Adds a model's input and the nodes from it to the digit [image, 1, 28, 28], whole numbers 0 to 255.</summary>
    public static string Add(GraphBuilder graph, DigitInput input, string inputName)
    {
        var (grey, insideLines) = CanvasGraph.Add(graph, input, inputName);

        // Each pixel of the coarse plane with its four of the canvas as channels, so that one value stands beside four.
        var pairs = graph.Add("quarters.pairs", "Transpose", [graph.Reshape("quarters.parted", grey, -1, Rows, 2, Columns, 2)], ("perm", [0, 2, 4, 1, 3]));
        var quarters = graph.Reshape("quarters", pairs, -1, 4, Rows, Columns);
        var paper = PaperGraph.Add(graph, quarters, insideLines);
        var all = ToneGraph.Darkness(graph, "coarse.darkness", paper.Grey, paper.Paper);
        var around = ChoiceGraph.Add(graph, graph.Add("darkness", "Mul", all, paper.Inside), paper);

        var ink = ToneGraph.Add(graph, quarters, paper, around);
        var parted = graph.Reshape("ink.parted", ink, -1, 2, 2, Rows, Columns);
        var woven = graph.Add("ink.woven", "Transpose", [parted], ("perm", [0, 3, 1, 4, 2]));
        return PlacementGraph.Add(graph, graph.Reshape("ink", woven, -1, 1, ReadingCanvas.Rows, ReadingCanvas.Columns));
    }
}
