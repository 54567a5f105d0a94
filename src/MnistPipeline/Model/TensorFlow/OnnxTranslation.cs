using System.Runtime.InteropServices;
using MnistPipeline.Model.Onnx.Format;
using MnistPipeline.Reading;
using static MnistPipeline.Model.TensorFlow.GraphDefBuilder;
using DataType = MnistPipeline.Model.TensorFlow.Format.DataType;
using OnnxType = MnistPipeline.Model.Onnx.Format.TensorProto.Types.DataType;

namespace MnistPipeline.Model.TensorFlow;

/// <summary>
/// The nodes of an ONNX graph as TensorFlow nodes of the same names, so that the reading of pictures is told once. It knows the
/// operations of <see cref="Onnx.ReadingGraph"/>.
/// </summary>
internal sealed class OnnxTranslation
{
    private readonly GraphDefBuilder _graph;
    private readonly Dictionary<string, TensorProto> _constants;

    // What TensorFlow calls each ONNX value.
    private readonly Dictionary<string, string> _values = [];

    private OnnxTranslation(GraphDefBuilder graph, GraphProto source)
    {
        _graph = graph;
        _constants = source.Initializer.ToDictionary(constant => constant.Name);
    }

    /// <summary>Adds an ONNX graph with one input; returns what TensorFlow calls one of its values.</summary>
    /// <param name="graph">Where to add it.</param>
    /// <param name="source">The ONNX graph.</param>
    /// <param name="value">The ONNX name of the value.</param>
    /// <param name="input">What takes the place of the input.</param>
    /// <exception cref="NotSupportedException">The graph has an operation that is not known here.</exception>
    public static string Add(GraphDefBuilder graph, GraphProto source, string value, string input)
    {
        var translation = new OnnxTranslation(graph, source);
        translation._values.Add(source.Input.Single().Name, input);

        foreach (var node in source.Node)
        {
            translation.Add(node);
        }

        return translation.Value(value);
    }

    private void Add(NodeProto node)
    {
        var name = node.Output[0];
        _values[name] = node.OpType switch
        {
            "Abs" or "Floor" or "Mul" or "Relu" or "Sub" => Same(node, node.OpType),
            "Add" => Same(node, "AddV2"),
            "Div" => Same(node, "RealDiv"),
            "MatMul" => Same(node, "BatchMatMulV2"),
            "Max" => Chain(node, "Maximum"),
            "Min" => Chain(node, "Minimum"),
            "Clip" => Same(node, "ClipByValue"),
            "Equal" => _graph.AddNode(name, "Equal", Values(node), DataType.DtBool, [("T", From(_graph.TypeOf(Value(node.Input[0]))))]),
            "ArgMax" => ArgMax(node),
            "Cast" => _graph.Cast(name, Value(node.Input[0]), TypeOf((OnnxType)Attribute(node, "to"))),
            "Concat" => Concat(node),
            "Conv" => Convolve(node),
            "GatherElements" => Gather(node),
            "AveragePool" => Pool(node, "AvgPool"),
            "MaxPool" => Pool(node, "MaxPool"),
            "Pad" => Pad(node),
            "ReduceMax" => Reduce(node, "Max"),
            "ReduceMin" => Reduce(node, "Min"),
            "ReduceSum" => Reduce(node, "Sum"),
            "Reshape" => _graph.Reshape(name, Value(node.Input[0]), [.. Whole(node.Input[1]).Select(extent => (int)extent)]),
            "ScatterElements" => Join(node),
            "Slice" => Slice(node),
            "Split" => Split(node),
            "Transpose" => _graph.Add(name, "Transpose", [Value(node.Input[0]), _graph.Integers(name + ".perm", List(node, "perm"))]),
            _ => throw new NotSupportedException($"The ONNX operation {node.OpType} has no translation."),
        };
    }

    private string Same(NodeProto node, string operation) => _graph.Add(node.Output[0], operation, Values(node));

    private string Concat(NodeProto node)
    {
        string[] parts = [.. Values(node), Axis(node, (int)Attribute(node, "axis"))];
        return _graph.Add(node.Output[0], "ConcatV2", parts, ("N", From(node.Input.Count)));
    }

    private string Chain(NodeProto node, string operation)
    {
        var values = Values(node);
        var result = values[0];
        for (var index = 1; index < values.Length; index++)
        {
            var isLast = index == values.Length - 1;
            result = _graph.Add(isLast ? node.Output[0] : $"{node.Output[0]}.{index}", operation, [result, values[index]]);
        }

        return result;
    }

    private string ArgMax(NodeProto node)
    {
        var name = node.Output[0];
        string[] inputs = [Value(node.Input[0]), Axis(node, (int)Attribute(node, "axis"))];
        var index = _graph.AddNode(
            name + ".flat",
            "ArgMax",
            inputs,
            DataType.DtInt64,
            [("T", From(_graph.TypeOf(inputs[0]))), ("Tidx", From(DataType.DtInt32)), ("output_type", From(DataType.DtInt64))]);
        return _graph.Add(name, "ExpandDims", [index, _graph.Integer(name + ".last", -1)], ("Tdim", From(DataType.DtInt32)));
    }

    // A kernel that is as large as its strides sees each pixel once, so that it is a product of what lies in each window, all channels side by side.
    private string Convolve(NodeProto node)
    {
        var name = node.Output[0];
        var kernel = _constants[node.Input[1]];
        var (outputs, channels, rows, columns) = ((int)kernel.Dims[0], (int)kernel.Dims[1], (int)kernel.Dims[2], (int)kernel.Dims[3]);
        var weights = _graph.Constant(name + ".weights", DataType.DtFloat, [outputs, channels * rows * columns], kernel.RawData.Span);
        var shifts = _graph.Constant(name + ".shifts", DataType.DtFloat, [outputs, 1], _constants[node.Input[2]].RawData.Span);
        var (height, width) = (ReadingCanvas.Rows / rows, ReadingCanvas.Columns / columns);
        var parted = _graph.Reshape(name + ".parted", Value(node.Input[0]), -1, channels, height, rows, width, columns);
        var windows = _graph.Add(name + ".windows", "Transpose", [parted, _graph.Integers(name + ".windowFirst", 0, 1, 3, 5, 2, 4)]);
        var joined = _graph.Reshape(name + ".joined", windows, -1, channels * rows * columns, height * width);
        var weighted = _graph.Add(name + ".weighted", "BatchMatMulV2", [weights, joined]);
        var shifted = _graph.Add(name + ".shifted", "AddV2", [weighted, shifts]);
        return _graph.Reshape(name, shifted, -1, outputs, height, width);
    }

    // TensorFlow pools pixels whose channels lie side by side.
    private string Pool(NodeProto node, string operation)
    {
        var name = node.Output[0];
        var window = List(node, "kernel_shape");
        var strides = List(node, "strides");
        var padding = node.Attribute.Any(attribute => attribute.Name == "pads") ? "SAME" : "VALID";
        var standing = _graph.Add(name + ".standing", "Transpose", [Value(node.Input[0]), _graph.Integers(name + ".channelLast", 0, 2, 3, 1)]);
        var pooled = _graph.Add(
            name + ".pooled",
            operation,
            [standing],
            ("ksize", From(1, window[0], window[1], 1)),
            ("strides", From(1, strides[0], strides[1], 1)),
            ("padding", From(padding)));
        return _graph.Add(name, "Transpose", [pooled, _graph.Integers(name + ".channelFirst", 0, 3, 1, 2)]);
    }

    // ONNX tells how much is added before each axis, and then how much after each.
    private string Pad(NodeProto node)
    {
        var name = node.Output[0];
        var pads = Whole(node.Input[1]);
        var axes = pads.Length / 2;
        var pairs = Enumerable.Range(0, 2 * axes).Select(index => (int)pads[index / 2 + index % 2 * axes]).ToArray();
        string[] inputs = [Value(node.Input[0]), _graph.Reshape(name + ".pairs", _graph.Integers(name + ".flat", pairs), axes, 2)];
        return _graph.Add(name, "Pad", inputs, ("Tpaddings", From(DataType.DtInt32)));
    }

    private string Reduce(NodeProto node, string operation)
    {
        int[] axes = [.. Whole(node.Input[1]).Select(axis => (int)axis)];
        string[] inputs = [Value(node.Input[0]), _graph.Integers(node.Output[0] + ".axes", axes)];
        return _graph.Add(node.Output[0], operation, inputs, ("keep_dims", From(Attribute(node, "keepdims") == 1)));
    }

    // Along the last of three axes, the elements that indices name.
    private string Gather(NodeProto node)
    {
        const int BatchAxes = 2;
        var values = Value(node.Input[0]);
        return _graph.AddNode(
            node.Output[0],
            "GatherV2",
            [values, Value(node.Input[1]), Axis(node, BatchAxes)],
            _graph.TypeOf(values),
            [
                ("Tparams", From(_graph.TypeOf(values))),
                ("Tindices", From(DataType.DtInt64)),
                ("Taxis", From(DataType.DtInt32)),
                ("batch_dims", From(BatchAxes)),
            ]);
    }

    // Along the last of three axes, whose extent is the number of labels. Labels of all rows are told apart as segments of one long vector.
    private string Join(NodeProto node)
    {
        const int Labels = CoarsePlane.Rows * CoarsePlane.Columns;
        var name = node.Output[0];
        var inner = name + ".join";
        var start = Value(node.Input[0]);
        var isSum = node.Attribute.Single(attribute => attribute.Name == "reduction").S.ToStringUtf8() == "add";
        var rows = _graph.Reshape(inner + ".rows", Value(node.Input[1]), -1, Labels);
        var ones = _graph.Add(inner + ".ones", "OnesLike", [rows]);
        var counted = _graph.Add(
            inner + ".counted", "Cumsum", [ones, _graph.Integer(inner + ".down", 0)], ("exclusive", From(true)), ("Tidx", From(DataType.DtInt32)));
        var labels = _graph.Constant(inner + ".labels", DataType.DtInt64, [], BitConverter.GetBytes((long)Labels));
        var segments = _graph.Add(inner + ".segments", "AddV2", [rows, _graph.Add(inner + ".offsets", "Mul", [counted, labels])]);
        var shape = _graph.AddNode(
            inner + ".shape", "Shape", [start], DataType.DtInt32, [("T", From(_graph.TypeOf(start))), ("out_type", From(DataType.DtInt32))]);
        var size = _graph.AddNode(
            inner + ".size", "Size", [start], DataType.DtInt32, [("T", From(_graph.TypeOf(start))), ("out_type", From(DataType.DtInt32))]);
        string[] inputs = [_graph.Reshape(inner + ".values", Value(node.Input[2]), -1), _graph.Reshape(inner + ".ids", segments, -1), size];
        var joined = _graph.Add(
            inner + ".joined",
            isSum ? "UnsortedSegmentSum" : "UnsortedSegmentMax",
            inputs,
            ("Tindices", From(DataType.DtInt64)),
            ("Tnumsegments", From(DataType.DtInt32)));
        var shaped = _graph.Add(inner + ".shaped", "Reshape", [joined, shape]);
        return _graph.Add(name, isSum ? "AddV2" : "Maximum", [start, shaped]);
    }

    private string Slice(NodeProto node)
    {
        var name = node.Output[0];
        var axis = (int)Whole(node.Input[3])[0];
        var before = Enumerable.Repeat(0, axis).ToArray();
        string[] inputs =
        [
            Value(node.Input[0]),
            _graph.Integers(name + ".begin", [.. before, (int)Whole(node.Input[1])[0]]),
            _graph.Integers(name + ".end", [.. before, (int)Whole(node.Input[2])[0]]),
            _graph.Integers(name + ".strides", [.. before.Select(_ => 1), 1]),
        ];

        // All of the axes before the one that is cut.
        var mask = From((1 << axis) - 1);
        return _graph.Add(name, "StridedSlice", inputs, ("Index", From(DataType.DtInt32)), ("begin_mask", mask), ("end_mask", mask.Clone()));
    }

    private string Split(NodeProto node)
    {
        int[] sizes = [.. Whole(node.Input[1]).Select(size => (int)size)];
        var parts = _graph.Split(node.Output[0], Value(node.Input[0]), (int)Attribute(node, "axis"), sizes);
        foreach (var (output, part) in node.Output.Zip(parts))
        {
            _values[output] = part;
        }

        return parts[0];
    }

    private string[] Values(NodeProto node) => [.. node.Input.Select(Value)];

    private string Value(string name)
    {
        if (!_values.TryGetValue(name, out var value))
        {
            var constant = _constants[name];
            value = _graph.Constant(name, TypeOf((OnnxType)constant.DataType), constant.Dims, constant.RawData.Span);
            _values.Add(name, value);
        }

        return value;
    }

    private string Axis(NodeProto node, int axis) => _graph.Integer(node.Output[0] + ".axis", axis);

    // The numbers of a constant that TensorFlow takes as an attribute or in another form.
    private long[] Whole(string constant) =>
        MemoryMarshal.Cast<byte, long>(_constants[constant].RawData.Span).ToArray();

    private static long Attribute(NodeProto node, string name)
    {
        var attribute = node.Attribute.Single(attribute => attribute.Name == name);
        return attribute.Ints.Count > 0 ? attribute.Ints[0] : attribute.I;
    }

    private static int[] List(NodeProto node, string name) =>
        [.. node.Attribute.Single(attribute => attribute.Name == name).Ints.Select(value => (int)value)];

    private static DataType TypeOf(OnnxType type) => type switch
    {
        OnnxType.Float => DataType.DtFloat,
        OnnxType.Double => DataType.DtDouble,
        OnnxType.Int64 => DataType.DtInt64,
        _ => throw new NotSupportedException($"The ONNX type {type} has no translation."),
    };
}
