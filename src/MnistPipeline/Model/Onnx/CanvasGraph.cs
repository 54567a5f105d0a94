using MnistPipeline.Model.Onnx.Format;
using MnistPipeline.Reading;

namespace MnistPipeline.Model.Onnx;

/// <summary>
/// The first step of the reading as ONNX nodes: from what a model takes in to the grey canvas, as <see cref="ReadingCanvas"/> and
/// <see cref="CubicEnlarging"/> make it.
/// </summary>
internal static class CanvasGraph
{
    private const int Size = Digit.Size;

    /// <summary>Adds the model's input and the nodes that make it the canvas.</summary>
    /// <returns>
    /// Grey, [image, 1, row, column] of whole numbers 0 to 255, and 1 for the lines of the <see cref="CoarsePlane"/> on which the
    /// picture lies, [image, 1, line].
    /// </returns>
    public static (string Grey, string Inside) Add(GraphBuilder graph, DigitInput input, string inputName) => input == DigitInput.Picture
        ? AddPicture(graph, graph.Input(inputName, ReadingCanvas.Channels, ReadingCanvas.Rows, ReadingCanvas.Columns))
        : AddPixels(graph, graph.Input(inputName, Digit.Pixels), input == DigitInput.UnitPixels);

    // [image, alpha and three colours that are multiplied by it, row, column]
    private static (string Grey, string Inside) AddPicture(GraphBuilder graph, string channels)
    {
        float[] weights = [0, ReadingCanvas.RedWeight / 256f, ReadingCanvas.GreenWeight / 256f, ReadingCanvas.BlueWeight / 256f, -1, 0, 0, 0];
        var mixed = graph.Add(
            "grey.mixed",
            "Conv",
            channels,
            graph.Floats("grey.weights", [2, ReadingCanvas.Channels, 1, 1], weights),
            graph.Floats("grey.half", [2], [0.5f, byte.MaxValue]));
        var parts = graph.Split(graph.Add("grey.floor", "Floor", mixed), 1, ("grey.onBlack", 1), ("clearness", 1));
        var (onBlack, clearness) = (parts[0], parts[1]);

        // The picture's lines on the coarse plane, whose pixels are as clear as the clearest of their four.
        var lines = new PlaneLines(graph, "coarse", CoarsePlane.Rows, CoarsePlane.Columns);
        var clearest = graph.Add("clearest", "MaxPool", [clearness], ("kernel_shape", [2, 2]), ("strides", [2, 2]));
        var covered = graph.IsPositive("covered", graph.Add("covered.alpha", "Sub", graph.Number(byte.MaxValue), clearest));
        var picture = lines.Between("picture", lines.Maxima("picture.covered", covered));
        var (rows, columns) = lines.Part("picture", picture);
        var clearInside = graph.Add("clear.inside", "Mul", clearest, graph.Add("picture.plane", "Mul", rows, columns));
        var most = graph.Add("clear.beyond", "Sub", graph.Maximum("clear.most", clearInside, 2, 3), graph.Number(byte.MaxValue - ReadingCanvas.OpaqueAlpha));
        var isClear = graph.IsPositive("clear", most);

        // Colours are multiplied by alpha already, so that they are dark on the whole where they reach less than half of its sum.
        var brightness = graph.Sum("brightness", graph.Add("brightness.twice", "Mul", onBlack, graph.Number(2)), 2, 3);
        var missing = graph.Sum("clearness.sum", clearness, 2, 3);
        var alpha = graph.Add("alpha", "Sub", graph.Number(byte.MaxValue * ReadingCanvas.Pixels), missing);
        var isDark = graph.IsPositive("dark", graph.Add("darkness.excess", "Sub", alpha, brightness));
        var light = graph.Add("backing.light", "Mul", clearness, graph.Add("backing", "Mul", isClear, isDark));
        var laid = graph.Add("grey.laid", "Add", onBlack, light);
        var grey = graph.Add("grey", "Min", laid, graph.Number(byte.MaxValue));
        var inside = graph.Add("inside.lines", "Max", picture, graph.Reshape("clear.flat", isClear, -1, 1, 1));
        return (grey, inside);
    }

    // Doubles hold the sums of the filter exactly, as those of CubicEnlarging do.
    private static (string Grey, string Inside) AddPixels(GraphBuilder graph, string pixels, bool areShares)
    {
        var scaled = areShares ? graph.Add("pixels.scaled", "Mul", pixels, graph.Number(byte.MaxValue)) : pixels;
        var whole = graph.Add("pixels.whole", "Floor", graph.Add("pixels.raised", "Add", scaled, graph.Number(0.5f)));
        var clipped = graph.Clip("pixels.clipped", whole, 0, byte.MaxValue);
        var square = graph.Cast("pixels.exact", graph.Reshape("pixels.square", clipped, -1, 1, Size, Size), TensorProto.Types.DataType.Double);
        var (byRow, byColumn) = Filters();
        var tall = graph.Add("canvas.tall", "MatMul", graph.Doubles("canvas.rows", [ReadingCanvas.Rows, Size], byRow), square);
        var large = graph.Add("canvas.large", "MatMul", tall, graph.Doubles("canvas.columns", [Size, ReadingCanvas.Columns], byColumn));
        const double UnitOfBoth = (double)CubicEnlarging.Unit * CubicEnlarging.Unit;
        var raised = graph.Add("canvas.raised", "Add", large, graph.Doubles("canvas.half", [], [UnitOfBoth / 2]));
        var divided = graph.Add("canvas.divided", "Div", raised, graph.Doubles("canvas.unit", [], [UnitOfBoth]));
        var canvas = graph.Cast("canvas.whole", graph.Add("canvas.floor", "Floor", divided), TensorProto.Types.DataType.Float);

        var lines = new PlaneLines(graph, "coarse", CoarsePlane.Rows, CoarsePlane.Columns);
        var inside = graph.Floats("inside.lines", [1, 1, lines.Count], lines.Vector((line, extent) => extent == CoarsePlane.Rows || (line >= CubicEnlarging.Inside.Left && line <= CubicEnlarging.Inside.Right) ? 1 : 0));
        return (graph.Clip("grey", canvas, 0, byte.MaxValue), inside);
    }

    // [112, 28] for the rows and [28, 116] for the columns, whose outer ones stay black.
    private static (double[] ByRow, double[] ByColumn) Filters()
    {
        var matrix = CubicEnlarging.Matrix();
        var byColumn = new double[Size * ReadingCanvas.Columns];
        for (var target = 0; target < CubicEnlarging.Factor * Size; target++)
        {
            for (var source = 0; source < Size; source++)
            {
                byColumn[source * ReadingCanvas.Columns + CubicEnlarging.Left + target] = matrix[target * Size + source];
            }
        }

        return ([.. matrix.Select(weight => (double)weight)], byColumn);
    }
}
