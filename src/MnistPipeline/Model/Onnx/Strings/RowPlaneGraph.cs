using MnistPipeline.Model.Onnx.Format;
using MnistPipeline.Reading;

namespace MnistPipeline.Model.Onnx.Strings;

/// <summary>From a picture of a row of digits to how much of its paper's light is missing, as ONNX nodes, for one picture.</summary>
internal static class RowPlaneGraph
{
    /// <summary>Rows that the picture is fitted into.</summary>
    public const int Rows = 96;

    /// <summary>Columns that it is fitted into: eight times as many, and four that no picture has by chance (see <see cref="ReadingCanvas"/>).</summary>
    public const int Columns = 8 * Rows + 4;

    private const int White = byte.MaxValue;

    /// <summary>Adds the model's input and the nodes to [1, 1, row, column]: the darkness on a plane of half as many rows and columns, and on the canvas.</summary>
    public static (string OfPlane, string OfCanvas) Add(GraphBuilder graph, string inputName)
    {
        var bytes = graph.Input(inputName, TensorProto.Types.DataType.Uint8, ReadingCanvas.Channels, Rows, Columns);
        var channels = graph.Cast("channels", bytes, TensorProto.Types.DataType.Float);
        float[] weights = [0, ColouredPixels.RedWeight / 256f, ColouredPixels.GreenWeight / 256f, ColouredPixels.BlueWeight / 256f];
        var onBlack = graph.Add("grey.onBlack", "Conv", [channels, graph.Floats("grey.weights", [1, weights.Length, 1, 1], weights)]);
        var alpha = graph.Split(channels, 1, ("alpha", 1), ("colours", 3))[0];

        // The picture lies where anything is not wholly clear; what is clear in it is laid on white where what it shows is dark.
        var seen = graph.IsPositive("seen.any", alpha);
        var inside = graph.Add("inside", "Mul", graph.Maximum("inside.rows", seen, 3), graph.Maximum("inside.columns", seen, 2));
        var brightness = graph.Add("brightness.twice", "Mul", graph.Sum("brightness", onBlack, 2, 3), graph.Number(2));
        var isDark = graph.IsPositive("dark", graph.Add("dark.excess", "Sub", graph.Sum("alpha.sum", alpha, 2, 3), brightness));
        var clear = graph.Add("clear", "Mul", graph.Add("clear.all", "Sub", graph.Number(White), alpha), graph.Add("clear.inside", "Mul", inside, isDark));
        var grey = graph.Add("grey", "Floor", graph.Add("grey.raised", "Add", graph.Add("grey.laid", "Add", onBlack, clear), graph.Number(0.5f)));

        var coarse = graph.Add("coarse", "Floor", graph.Add("coarse.raised", "Add", graph.Add("coarse.mean", "AveragePool", [grey], ("kernel_shape", [2, 2]), ("strides", [2, 2])), graph.Number(0.5f)));
        var beyond = graph.Add("beyond", "MaxPool", [graph.Add("beyond.fine", "Sub", graph.Number(1), inside)], ("kernel_shape", [2, 2]), ("strides", [2, 2]));
        var within = graph.Add("within", "Sub", graph.Number(1), beyond);
        var isInkLight = PolarityGraph.Add(graph, coarse, within);
        var coarseSeen = Seen(graph, "coarse", coarse, isInkLight, within);
        var paper = Paper(graph, coarseSeen, within);
        var ofPlane = graph.Add("plane.darkness", "Mul", ToneGraph.Darkness(graph, "plane.tone", coarseSeen, paper), within);

        var finePaper = Enlarged(graph, "paper.fine", paper);
        var fineWithin = Enlarged(graph, "within.fine", within);
        var fineSeen = Seen(graph, "canvas", grey, isInkLight, fineWithin);
        return (ofPlane, graph.Add("canvas.darkness", "Mul", ToneGraph.Darkness(graph, "canvas.tone", fineSeen, finePaper), fineWithin));
    }

    /// <summary>Makes each pixel four.</summary>
    public static string Enlarged(GraphBuilder graph, string name, string plane) =>
        graph.Add(name, "ConvTranspose", [plane, graph.Constant("four", [1, 1, 2, 2], () => [1, 1, 1, 1])], ("strides", [2, 2]));

    // Dark ink on light paper, and nothing outside the picture.
    private static string Seen(GraphBuilder graph, string name, string grey, string isInkLight, string within)
    {
        var turned = graph.Add(name + ".turned", "Sub", graph.Number(White), grey);
        return graph.Add(name + ".seen", "Mul", graph.Choose(name + ".dark", isInkLight, turned, grey), within);
    }

    // LocalPaper: everything narrower than a window is filled with what surrounds it.
    private static string Paper(GraphBuilder graph, string seen, string within)
    {
        var spread = Window(graph, "spread", seen);
        var turned = graph.Add("spread.turned", "Mul", graph.Add("spread.inverse", "Sub", graph.Number(White), spread), within);
        var closed = graph.Add("closed", "Sub", graph.Number(White), Window(graph, "closed.inverse", turned));
        var least = graph.Add("paper.least", "Floor", graph.Add("paper.part", "Mul", graph.Maximum("paper.lightest", seen, 2, 3), graph.Number(1f / LocalPaper.MaxDarkness)));
        return graph.Add("paper", "Max", closed, least);
    }

    private static string Window(GraphBuilder graph, string name, string plane) =>
        graph.WindowMaximum(name, graph.WindowMaximum(name + ".rows", plane, PlaneWindow.Size, 1), 1, PlaneWindow.Size);
}
