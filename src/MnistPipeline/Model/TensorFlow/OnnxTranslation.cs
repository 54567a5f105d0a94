using System.Runtime.InteropServices;
using MnistPipeline.Model.Onnx.Format;
using static MnistPipeline.Model.TensorFlow.GraphDefBuilder;
using DataType = MnistPipeline.Model.TensorFlow.Format.DataType;
using OnnxType = MnistPipeline.Model.Onnx.Format.TensorProto.Types.DataType;

namespace MnistPipeline.Model.TensorFlow;

/// <summary>
/// The nodes of an ONNX graph as TensorFlow nodes of the same names, so that the reading of pictures is told once. It knows the
/// operations of <see cref="Onnx.CanvasGraph"/> and <see cref="Onnx.ReadingGraph"/>.
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
            "Abs" or "Floor" or "Mul" or "Relu" or "Sign" or "Sub" => Same(node, node.OpType),
            "Add" => Same(node, "AddV2"),
            "Div" => Same(node, "RealDiv"),
            "MatMul" => Same(node, "BatchMatMulV2"),
            "Max" => Same(node, "Maximum"),
            "Clip" => Same(node, "ClipByValue"),
            "Less" => _graph.AddNode(name, "Less", Values(node), DataType.DtBool, [("T", From(_graph.TypeOf(Value(node.Input[0]))))]),
            "Cast" => _graph.Cast(name, Value(node.Input[0]), TypeOf((OnnxType)Attribute(node, "to"))),
            "Concat" => Concat(node),
            "Conv" => ConvolvePixel(node),
            "CumSum" => _graph.Add(name, "Cumsum", [Value(node.Input[0]), Axis(node, (int)Whole(node.Input[1])[0])]),
            "ReduceMax" => Reduce(node, "Max", Attribute(node, "axes")),
            "ReduceSum" => Reduce(node, "Sum", Whole(node.Input[1])[0]),
            "Reshape" => _graph.Reshape(name, Value(node.Input[0]), [.. Whole(node.Input[1]).Select(extent => (int)extent)]),
            "ScatterElements" => Count(node),
            "Slice" => Slice(node),
            "Split" => Split(node),
            "Transpose" => _graph.Add(name, "Transpose", [Value(node.Input[0]), _graph.Integers(name + ".perm", Order(node))]),
            _ => throw new NotSupportedException($"The ONNX operation {node.OpType} has no translation."),
        };
    }

    private string Same(NodeProto node, string operation) => _graph.Add(node.Output[0], operation, Values(node));

    private string Concat(NodeProto node)
    {
        string[] parts = [.. Values(node), Axis(node, (int)Attribute(node, "axis"))];
        return _graph.Add(node.Output[0], "ConcatV2", parts, ("N", From(node.Input.Count)));
    }

    // A kernel of 1x1 over all channels is a product of channels: [image, channel, row, column] -> [image, 1, row, column].
    private string ConvolvePixel(NodeProto node)
    {
        var name = node.Output[0];
        var kernel = _constants[node.Input[1]];
        var weights = _graph.Constant(name + ".weights", DataType.DtFloat, [kernel.Dims[1], 1, 1], kernel.RawData.Span);
        var weighted = _graph.Add(name + ".weighted", "Mul", [Value(node.Input[0]), weights]);
        var sum = _graph.Add(name + ".sum", "Sum", [weighted, Axis(node, 1)], ("keep_dims", From(true)));
        return _graph.Add(name, "AddV2", [sum, Value(node.Input[2])]);
    }

    private string Reduce(NodeProto node, string operation, long axis) => _graph.Add(
        node.Output[0], operation, [Value(node.Input[0]), Axis(node, (int)axis)], ("keep_dims", From(Attribute(node, "keepdims") == 1)));

    // For each image the sum of the weights of each index, of which the zeros of ONNX's node tell the number.
    private string Count(NodeProto node)
    {
        var name = node.Output[0];
        var indices = Value(node.Input[1]);
        var size = _graph.Constant(name + ".size", DataType.DtInt64, [], BitConverter.GetBytes((long)byte.MaxValue + 1));
        return _graph.AddNode(
            name,
            "DenseBincount",
            [indices, size, Value(node.Input[2])],
            DataType.DtFloat,
            [("Tidx", From(DataType.DtInt64)), ("T", From(DataType.DtFloat))]);
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

    private static int[] Order(NodeProto node) => [.. node.Attribute.Single(attribute => attribute.Name == "perm").Ints.Select(axis => (int)axis)];

    private static DataType TypeOf(OnnxType type) => type switch
    {
        OnnxType.Float => DataType.DtFloat,
        OnnxType.Double => DataType.DtDouble,
        OnnxType.Int64 => DataType.DtInt64,
        _ => throw new NotSupportedException($"The ONNX type {type} has no translation."),
    };
}
