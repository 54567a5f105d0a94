using MnistPipeline.Reading;
using static MnistPipeline.Model.TensorFlow.GraphDefBuilder;
using DataType = MnistPipeline.Model.TensorFlow.Format.DataType;

namespace MnistPipeline.Model.TensorFlow;

/// <summary>ONNX's ScatterElements along the last of three axes, whose extent is the number of labels: labels of all rows are told apart as segments of one long vector.</summary>
internal static class LabelJoin
{
    private const int Labels = CoarsePlane.Rows * CoarsePlane.Columns;

    /// <summary>Adds it; returns what TensorFlow calls the result.</summary>
    /// <param name="graph">Where to add it.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="inputs">What is joined to, the labels, and what is joined.</param>
    /// <param name="isSum">Whether what has one label is added; else the largest of it counts.</param>
    public static string Add(GraphDefBuilder graph, string name, IReadOnlyList<string> inputs, bool isSum)
    {
        var (start, inner) = (inputs[0], name + ".join");
        var rows = graph.Reshape(inner + ".rows", inputs[1], -1, Labels);
        var ones = graph.Add(inner + ".ones", "OnesLike", [rows]);
        var counted = graph.Add(inner + ".counted", "Cumsum", [ones, graph.Integer(inner + ".down", 0)], ("exclusive", From(true)), ("Tidx", From(DataType.DtInt32)));
        var labels = graph.Constant(inner + ".labels", DataType.DtInt64, [], BitConverter.GetBytes((long)Labels));
        var segments = graph.Add(inner + ".segments", "AddV2", [rows, graph.Add(inner + ".offsets", "Mul", [counted, labels])]);
        var shape = Measure("shape", "Shape");
        var size = Measure("size", "Size");
        var joined = graph.Add(
            inner + ".joined",
            isSum ? "UnsortedSegmentSum" : "UnsortedSegmentMax",
            [graph.Reshape(inner + ".values", inputs[2], -1), graph.Reshape(inner + ".ids", segments, -1), size],
            ("Tindices", From(DataType.DtInt64)),
            ("Tnumsegments", From(DataType.DtInt32)));
        var shaped = graph.Add(inner + ".shaped", "Reshape", [joined, shape]);
        return graph.Add(name, isSum ? "AddV2" : "Maximum", [start, shaped]);

        string Measure(string what, string operation) => graph.AddNode(
            $"{inner}.{what}",
            operation,
            [start],
            DataType.DtInt32,
            [("T", From(graph.TypeOf(start))), ("out_type", From(DataType.DtInt32))]);
    }
}
