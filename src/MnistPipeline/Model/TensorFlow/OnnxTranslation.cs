using System.Runtime.InteropServices;
using MnistPipeline.Model.Onnx.Format;
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
            "Conv" => PatchProduct.Add(_graph, name, Value(node.Input[0]), _constants[node.Input[1]], _constants[node.Input[2]]),
            "GatherElements" => Gather(node),
            "AveragePool" => Pool(node, "AvgPool"),
            "MaxPool" => Pool(node, "MaxPool"),
            "Pad" => Pad(node),
            "ReduceMax" => Reduce(node, "Max"),
            "ReduceMin" => Reduce(node, "Min"),
            "ReduceSum" => Reduce(node, "Sum"),
            "Reshape" => _graph.Reshape(name, Value(node.Input[0]), [.. Whole(node.Input[1]).Select(extent => (int)extent)]),
            "ScatterElements" => LabelJoin.Add(_graph, name, Values(node), isSum: Text(node, "reduction") == "add"),
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

    private static string Text(NodeProto node, string name) => node.Attribute.Single(attribute => attribute.Name == name).S.ToStringUtf8();

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
