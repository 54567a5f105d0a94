using MnistPipeline.Model.Onnx.Format;
using MnistPipeline.Reading;

namespace MnistPipeline.Model.Onnx;

/// <summary>The first step of the reading as ONNX nodes: from what a model takes in to the grey canvas, as <see cref="ReadingCanvas"/> and <see cref="MitchellDoubling"/> make it.</summary>
internal static class CanvasGraph
{
    private const int Size = Digit.Size;

    /// <summary>Adds the model's input and the nodes that make it the canvas: [image, 1, row, column] of whole numbers 0 to 255.</summary>
    public static string Add(GraphBuilder graph, DigitInput input, string inputName) => input == DigitInput.Picture
        ? AddPicture(graph, graph.Input(inputName, 3, ReadingCanvas.Rows, ReadingCanvas.Columns))
        : AddPixels(graph, graph.Input(inputName, Digit.Pixels), input == DigitInput.UnitPixels);

    private static string AddPicture(GraphBuilder graph, string colours)
    {
        float[] weights = [ReadingCanvas.RedWeight / 256f, ReadingCanvas.GreenWeight / 256f, ReadingCanvas.BlueWeight / 256f];
        var mixed = graph.Add(
            "grey.mixed",
            "Conv",
            colours,
            graph.Floats("grey.weights", [1, 3, 1, 1], weights),
            graph.Floats("grey.half", [1], [0.5f]));
        return graph.Add("grey", "Floor", mixed);
    }

    // Doubles hold the sums of the filter exactly, as the integers of MitchellDoubling do.
    private static string AddPixels(GraphBuilder graph, string pixels, bool areShares)
    {
        var scaled = areShares ? graph.Add("pixels.scaled", "Mul", pixels, graph.Number("pixels.white", byte.MaxValue)) : pixels;
        var raised = graph.Add("pixels.raised", "Add", scaled, graph.Number("pixels.half", 0.5f));
        var whole = graph.Add("pixels.whole", "Floor", raised);
        var clipped = graph.Clip("pixels.clipped", whole, graph.Number("pixels.least", 0), graph.Number("pixels.most", byte.MaxValue));
        var square = graph.Cast("pixels.exact", graph.Reshape("pixels.square", clipped, -1, 1, Size, Size), TensorProto.Types.DataType.Double);
        var (byRow, byColumn) = Filters();
        var tall = graph.Add("canvas.tall", "MatMul", graph.Doubles("canvas.rows", [ReadingCanvas.Rows, Size], byRow), square);
        var large = graph.Add("canvas.large", "MatMul", tall, graph.Doubles("canvas.columns", [Size, ReadingCanvas.Columns], byColumn));
        const double UnitOfBoth = MitchellDoubling.Unit * MitchellDoubling.Unit;
        var largeRaised = graph.Add("canvas.raised", "Add", large, graph.Doubles("canvas.half", [], [UnitOfBoth / 2]));
        var divided = graph.Add("canvas.divided", "Div", largeRaised, graph.Doubles("canvas.unit", [], [UnitOfBoth]));
        var canvas = graph.Cast("canvas.whole", graph.Add("canvas.floor", "Floor", divided), TensorProto.Types.DataType.Float);
        return graph.Clip("grey", canvas, "pixels.least", "pixels.most");
    }

    // [56, 28] for the rows and [28, 57] for the columns, whose last one stays black.
    private static (double[] ByRow, double[] ByColumn) Filters()
    {
        var matrix = MitchellDoubling.Matrix();
        var byColumn = new double[Size * ReadingCanvas.Columns];
        for (var target = 0; target < 2 * Size; target++)
        {
            for (var source = 0; source < Size; source++)
            {
                byColumn[source * ReadingCanvas.Columns + target] = matrix[target * Size + source];
            }
        }

        return ([.. matrix.Select(weight => (double)weight)], byColumn);
    }
}
