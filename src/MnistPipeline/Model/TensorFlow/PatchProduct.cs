using MnistPipeline.Model.Onnx.Format;
using MnistPipeline.Reading;
using DataType = MnistPipeline.Model.TensorFlow.Format.DataType;

namespace MnistPipeline.Model.TensorFlow;

/// <summary>ONNX's Conv of the canvas where the kernel is as large as its strides: it sees each pixel once, so that it is a product of what lies in each window, all channels side by side.</summary>
internal static class PatchProduct
{
    /// <summary>Adds it; returns what TensorFlow calls the result.</summary>
    /// <param name="graph">Where to add it.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="canvas">What TensorFlow calls the canvas: [image, channel, row, column].</param>
    /// <param name="kernel">[output, channel, row, column]</param>
    /// <param name="bias">A number for each output.</param>
    public static string Add(GraphDefBuilder graph, string name, string canvas, TensorProto kernel, TensorProto bias)
    {
        var (outputs, channels, rows, columns) = ((int)kernel.Dims[0], (int)kernel.Dims[1], (int)kernel.Dims[2], (int)kernel.Dims[3]);
        var weights = graph.Constant(name + ".weights", DataType.DtFloat, [outputs, channels * rows * columns], kernel.RawData.Span);
        var shifts = graph.Constant(name + ".shifts", DataType.DtFloat, [outputs, 1], bias.RawData.Span);
        var (height, width) = (ReadingCanvas.Rows / rows, ReadingCanvas.Columns / columns);
        var parted = graph.Reshape(name + ".parted", canvas, -1, channels, height, rows, width, columns);
        var windows = graph.Add(name + ".windows", "Transpose", [parted, graph.Integers(name + ".windowFirst", 0, 1, 3, 5, 2, 4)]);
        var joined = graph.Reshape(name + ".joined", windows, -1, channels * rows * columns, height * width);
        var weighted = graph.Add(name + ".weighted", "BatchMatMulV2", [weights, joined]);
        var shifted = graph.Add(name + ".shifted", "AddV2", [weighted, shifts]);
        return graph.Reshape(name, shifted, -1, outputs, height, width);
    }
}
