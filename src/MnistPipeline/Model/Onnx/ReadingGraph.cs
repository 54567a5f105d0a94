using MnistPipeline.Model.Onnx.Format;
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
        if (input == DigitInput.Windows)
        {
            return graph.Reshape("digit", graph.Input(inputName, TensorProto.Types.DataType.Float, Digit.Pixels), -1, 1, Digit.Size, Digit.Size);
        }

        var (quarters, insideLines) = CanvasGraph.Add(graph, input, inputName);
        var paper = PaperGraph.Add(graph, quarters, insideLines);
        var all = ToneGraph.Darkness(graph, "coarse.darkness", paper.Grey, paper.Paper);
        var around = ChoiceGraph.Add(graph, graph.Add("darkness", "Mul", all, paper.Inside), paper);

        var ink = ToneGraph.Add(graph, quarters, paper, around);
        var parted = graph.Reshape("ink.parted", ink, -1, 2, 2, Rows, Columns);

        // Rows stay whole, which is quick: the canvas has its even lines first, and then the odd ones.
        var woven = graph.Add("ink.woven", "Transpose", [parted], ("perm", [0, 1, 3, 2, 4]));
        return PlacementGraph.Add(graph, graph.Reshape("ink", woven, -1, 1, ReadingCanvas.Rows, ReadingCanvas.Columns));
    }
}
