using MnistPipeline.Model.Onnx.Format;
using MnistPipeline.Reading;

namespace MnistPipeline.Model.Onnx;

/// <summary>
/// The first step of the reading as ONNX nodes: from what a model takes in to the grey of the canvas, as <see cref="ReadingCanvas"/> and
/// <see cref="CubicEnlarging"/> make it.
/// </summary>
internal static class CanvasGraph
{
    private const int Size = Digit.Size;
    private const int Rows = CoarsePlane.Rows;
    private const int Columns = CoarsePlane.Columns;

    // Each pixel of the coarse plane has its four of the canvas as channels, so that one value stands beside four.
    private const int Quarters = 4;

    /// <summary>Adds the model's input and the nodes that make it the canvas.</summary>
    /// <returns>
    /// Grey, whole numbers 0 to 255, [image, 4, row, column] of the <see cref="CoarsePlane"/>: the four of each of its pixels, row by row; and 1 for the
    /// lines of the plane on which the picture lies, [image, 1, line].
    /// </returns>
    public static (string Quarters, string Inside) Add(GraphBuilder graph, DigitInput input, string inputName) => input == DigitInput.Picture
        ? AddPicture(graph, graph.Input(inputName, TensorProto.Types.DataType.Uint8, ReadingCanvas.Channels, ReadingCanvas.Rows, ReadingCanvas.Columns))
        : AddPixels(graph, graph.Input(inputName, TensorProto.Types.DataType.Float, Digit.Pixels), input == DigitInput.UnitPixels);

    // [image, alpha and three colours that are multiplied by it, row, column]
    private static (string Quarters, string Inside) AddPicture(GraphBuilder graph, string bytes)
    {
        var channels = graph.Cast("channels", bytes, TensorProto.Types.DataType.Float);
        var mixed = graph.Add(
            "quarters.mixed",
            "Conv",
            [channels, graph.Floats("quarters.weights", [2 * Quarters, ReadingCanvas.Channels, 2, 2], MixWeights()), graph.Floats("quarters.shift", [2 * Quarters], MixShifts())],
            ("strides", [2, 2]));
        var parts = graph.Split(graph.Add("quarters.floor", "Floor", mixed), 1, ("quarters.onBlack", Quarters), ("clearness", Quarters));
        var (onBlack, clearness) = (parts[0], parts[1]);

        // The picture's lines on the coarse plane, whose pixels are as clear as the clearest of their four.
        var lines = new PlaneLines(graph, Rows, Columns);
        var clearest = graph.Maximum("clearest", clearness, 1);
        var covered = graph.IsPositive("covered", graph.Add("covered.alpha", "Sub", graph.Number(byte.MaxValue), clearest));
        var picture = lines.Between("picture", lines.Maxima("picture.covered", covered));
        var (rows, columns) = lines.Part("picture", picture);
        var clearInside = graph.Add("clear.inside", "Mul", clearest, graph.Add("picture.plane", "Mul", rows, columns));
        var most = graph.Add("clear.beyond", "Sub", graph.Maximum("clear.most", clearInside, 2, 3), graph.Number(byte.MaxValue - ReadingCanvas.OpaqueAlpha));
        var isClear = graph.IsPositive("clear", most);

        // Colours are multiplied by alpha already, so that they are dark on the whole where they reach less than half of its sum.
        var brightness = graph.Sum("brightness", graph.Add("brightness.twice", "Mul", onBlack, graph.Number(2)), 1, 2, 3);
        var missing = graph.Sum("clearness.sum", clearness, 1, 2, 3);
        var alpha = graph.Add("alpha", "Sub", graph.Number(byte.MaxValue * ReadingCanvas.Pixels), missing);
        var isDark = graph.IsPositive("dark", graph.Add("darkness.excess", "Sub", alpha, brightness));
        var light = graph.Add("backing.light", "Mul", clearness, graph.Add("backing", "Mul", isClear, isDark));
        var laid = graph.Add("quarters.laid", "Add", onBlack, light);
        var inside = graph.Add("inside.lines", "Max", picture, graph.Reshape("clear.flat", isClear, -1, 1, 1));
        return (graph.Add("quarters", "Min", laid, graph.Number(byte.MaxValue)), inside);
    }

    // [grey of the four, then clearness of the four; channel; row and column of the four]
    private static float[] MixWeights()
    {
        const int Channels = ReadingCanvas.Channels;
        float[] grey = [0, ColouredPixels.RedWeight / 256f, ColouredPixels.GreenWeight / 256f, ColouredPixels.BlueWeight / 256f];
        var weights = new float[2 * Quarters * Channels * Quarters];
        for (var quarter = 0; quarter < Quarters; quarter++)
        {
            for (var channel = 0; channel < Channels; channel++)
            {
                weights[(quarter * Channels + channel) * Quarters + quarter] = grey[channel];
            }

            weights[(Quarters + quarter) * Channels * Quarters + quarter] = -1;
        }

        return weights;
    }

    // Grey is rounded, and what is opaque has no clearness.
    private static float[] MixShifts() => [.. Enumerable.Repeat(0.5f, Quarters), .. Enumerable.Repeat((float)byte.MaxValue, Quarters)];

    // Doubles hold the sums of the filter exactly, as those of CubicEnlarging do.
    private static (string Quarters, string Inside) AddPixels(GraphBuilder graph, string pixels, bool areShares)
    {
        var scaled = areShares ? graph.Add("pixels.scaled", "Mul", pixels, graph.Number(byte.MaxValue)) : pixels;
        var whole = graph.Add("pixels.whole", "Floor", graph.Add("pixels.raised", "Add", scaled, graph.Number(0.5f)));
        var clipped = graph.Clip("pixels.clipped", whole, 0, byte.MaxValue);
        var square = graph.Cast("pixels.exact", graph.Reshape("pixels.square", clipped, -1, 1, 1, Size, Size), TensorProto.Types.DataType.Double);
        var (byRow, byColumn) = Filters();
        var tall = graph.Add("canvas.tall", "MatMul", graph.Doubles("canvas.rows", [1, 2, 1, Rows, Size], byRow), square);
        var large = graph.Add("canvas.large", "MatMul", tall, graph.Doubles("canvas.columns", [1, 1, 2, Size, Columns], byColumn));
        const double UnitOfBoth = (double)CubicEnlarging.Unit * CubicEnlarging.Unit;
        var raised = graph.Add("canvas.raised", "Add", large, graph.Doubles("canvas.half", [], [UnitOfBoth / 2]));
        var divided = graph.Add("canvas.divided", "Div", raised, graph.Doubles("canvas.unit", [], [UnitOfBoth]));
        var canvas = graph.Cast("canvas.whole", graph.Add("canvas.floor", "Floor", divided), TensorProto.Types.DataType.Float);

        var lines = new PlaneLines(graph, Rows, Columns);
        var inside = graph.Floats("inside.lines", [1, 1, lines.Count], lines.Vector((line, extent) => extent == Rows || (line >= CubicEnlarging.Inside.Left && line <= CubicEnlarging.Inside.Right) ? 1 : 0));
        return (graph.Clip("quarters", graph.Reshape("canvas.quarters", canvas, -1, Quarters, Rows, Columns), 0, byte.MaxValue), inside);
    }

    // [even and odd, 56, 28] for the rows and [even and odd, 28, 58] for the columns, whose outer ones stay black.
    private static (double[] ByRow, double[] ByColumn) Filters()
    {
        const int Enlarged = CubicEnlarging.Factor * Size;
        var matrix = CubicEnlarging.Matrix();
        var byRow = new double[2 * Rows * Size];
        var byColumn = new double[2 * Size * Columns];
        for (var target = 0; target < Enlarged; target++)
        {
            var column = CubicEnlarging.Left + target;
            for (var source = 0; source < Size; source++)
            {
                var weight = matrix[target * Size + source];
                byRow[(target % 2 * Rows + target / 2) * Size + source] = weight;
                byColumn[(column % 2 * Size + source) * Columns + column / 2] = weight;
            }
        }

        return (byRow, byColumn);
    }
}
