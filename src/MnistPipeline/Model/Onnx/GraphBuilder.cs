using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using MnistPipeline.Model.Onnx.Format;

namespace MnistPipeline.Model.Onnx;

/// <summary>An ONNX graph that grows node by node; a value is known by its name.</summary>
internal sealed class GraphBuilder
{
    // ONNX counts from the end where an axis is below 0.
    private const int LastAxis = -1;

    private readonly HashSet<string> _shared = [];

    /// <summary>The graph so far.</summary>
    public GraphProto Graph { get; } = new() { Name = "LeNet5" };

    /// <summary>Declares an input whose first dimension is the number of images.</summary>
    public string Input(string name, TensorProto.Types.DataType type, params ReadOnlySpan<int> shapeOfImage)
    {
        Graph.Input.Add(Declaration(name, type, shapeOfImage));
        return name;
    }

    /// <summary>Declares an output of floats whose first dimension is the number of images.</summary>
    public void Output(string name, params ReadOnlySpan<int> shapeOfImage) => Output(name, TensorProto.Types.DataType.Float, shapeOfImage);

    /// <summary>Declares an output whose first dimension is the number of images.</summary>
    public void Output(string name, TensorProto.Types.DataType type, params ReadOnlySpan<int> shapeOfImage) => Graph.Output.Add(Declaration(name, type, shapeOfImage));

    /// <summary>Adds a node with one output, whose name is the node's; returns it.</summary>
    public string Add(string name, string operation, params IEnumerable<string> inputs) => AddNode(name, operation, inputs, [name], []);

    /// <summary>Adds a node with one output and with attributes that are integers; lists where they have more than one.</summary>
    public string Add(string name, string operation, IEnumerable<string> inputs, params IEnumerable<(string Name, int[] Values)> attributes) =>
        AddNode(name, operation, inputs, [name], attributes.Select(attribute => Integers(attribute.Name, attribute.Values)));

    /// <summary>Along the last axis, joins the values that name an index by a reduction, "add" or "max".</summary>
    /// <param name="name">The node's name.</param>
    /// <param name="start">[..., index]: what the values are joined with.</param>
    /// <param name="indices">[..., value]: 64-bit integers.</param>
    /// <param name="values">[..., value].</param>
    /// <param name="reduction">How values are joined.</param>
    public string JoinByIndex(string name, string start, string indices, string values, string reduction)
    {
        var how = new AttributeProto { Name = "reduction", S = ByteString.CopyFromUtf8(reduction), Type = AttributeProto.Types.AttributeType.String };
        return AddNode(name, "ScatterElements", [start, indices, values], [name], [Integer("axis", LastAxis), how]);
    }

    /// <summary>Along the last axis, the elements that indices name.</summary>
    public string Look(string name, string value, string indices) => AddNode(name, "GatherElements", [value, indices], [name], [Integer("axis", LastAxis)]);

    /// <summary>The largest in the window around each pixel of [image, channel, row, column]; both sides of the window are odd.</summary>
    public string WindowMaximum(string name, string value, int rows, int columns)
    {
        var (above, beside) = (rows / 2, columns / 2);
        return Add(name, "MaxPool", [value], ("kernel_shape", [rows, columns]), ("pads", [above, beside, above, beside]), ("strides", [1, 1]));
    }

    /// <summary>Cuts a value along an axis into parts of the given sizes, which are called as the names say.</summary>
    public string[] Split(string value, int axis, params (string Name, int Size)[] parts)
    {
        var names = parts.Select(part => part.Name).ToArray();
        var name = string.Join('+', names);
        var sizes = Integers64(name + ".sizes", [parts.Length], [.. parts.Select(part => (long)part.Size)]);
        AddNode(name, "Split", [value, sizes], names, [Integer("axis", axis)]);
        return names;
    }

    /// <summary>A constant of one float, which is made once whoever asks for it; returns its name.</summary>
    public string Number(float value)
    {
        var name = "number." + value.ToString(CultureInfo.InvariantCulture);
        return _shared.Add(name) ? Floats(name, [], [value]) : name;
    }

    /// <summary>Adds zeros around [image, channel, row, column].</summary>
    public string Pad(string name, string value, int margin)
    {
        long[] pads = [0, 0, margin, margin, 0, 0, margin, margin];
        return Add(name, "Pad", value, Integers64(name + ".pads", [pads.Length], pads));
    }

    /// <summary>A constant of floats that is made once, whoever asks for it; returns its name.</summary>
    public string Constant(string name, IEnumerable<int> shape, Func<float[]> values) => _shared.Add(name) ? Floats(name, shape, values()) : name;

    /// <summary>A constant of floats; returns its name.</summary>
    public string Floats(string name, IEnumerable<int> shape, ReadOnlySpan<float> values) =>
        AddConstant(name, TensorProto.Types.DataType.Float, shape, MemoryMarshal.AsBytes(values));

    /// <summary>A constant of doubles; returns its name.</summary>
    public string Doubles(string name, IEnumerable<int> shape, ReadOnlySpan<double> values) =>
        AddConstant(name, TensorProto.Types.DataType.Double, shape, MemoryMarshal.AsBytes(values));

    /// <summary>A constant of 64-bit integers, such as a shape; returns its name.</summary>
    public string Integers64(string name, IEnumerable<int> shape, ReadOnlySpan<long> values) =>
        AddConstant(name, TensorProto.Types.DataType.Int64, shape, MemoryMarshal.AsBytes(values));

    /// <summary>A constant of texts; returns its name.</summary>
    public string Strings(string name, IReadOnlyList<string> values)
    {
        var constant = new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.String };
        constant.Dims.Add(values.Count);
        constant.StringData.AddRange(values.Select(ByteString.CopyFromUtf8));
        Graph.Initializer.Add(constant);
        return name;
    }

    /// <summary>Gives a value another shape; -1 stands for the number of images.</summary>
    public string Reshape(string name, string value, params long[] shape) =>
        Add(name, "Reshape", value, Integers64(name + ".shape", [shape.Length], shape));

    /// <summary>Takes the largest along axes, whose extent becomes 1.</summary>
    public string Maximum(string name, string value, params ReadOnlySpan<long> axes) =>
        Add(name, "ReduceMax", [value, Axes(axes)], ("keepdims", [1]));

    /// <summary>Takes the smallest along axes, whose extent becomes 1.</summary>
    public string Minimum(string name, string value, params ReadOnlySpan<long> axes) =>
        Add(name, "ReduceMin", [value, Axes(axes)], ("keepdims", [1]));

    /// <summary>Adds up along axes, whose extent becomes 1.</summary>
    public string Sum(string name, string value, params ReadOnlySpan<long> axes) =>
        Add(name, "ReduceSum", [value, Axes(axes)], ("keepdims", [1]));

    /// <summary>Cuts a value to a range.</summary>
    public string Clip(string name, string value, float least, float most) => Add(name, "Clip", value, Number(least), Number(most));

    /// <summary>Makes whole numbers above 0 into 1, and others into 0.</summary>
    public string IsPositive(string name, string value) => Clip(name, value, 0, 1);

    /// <summary>One value where a condition is 1 and another where it is 0.</summary>
    public string Choose(string name, string condition, string one, string other) =>
        Add(name, "Add", other, Add(name + ".change", "Mul", condition, Add(name + ".difference", "Sub", one, other)));

    /// <summary>Makes a value of another type.</summary>
    public string Cast(string name, string value, TensorProto.Types.DataType type) => Add(name, "Cast", [value], ("to", [(int)type]));

    private string Axes(ReadOnlySpan<long> axes)
    {
        var name = "axes." + string.Join('.', axes.ToArray());
        return _shared.Add(name) ? Integers64(name, [axes.Length], axes) : name;
    }

    private static AttributeProto Integers(string name, int[] values)
    {
        if (values.Length == 1)
        {
            return Integer(name, values[0]);
        }

        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values.Select(value => (long)value));
        return attribute;
    }

    private static AttributeProto Integer(string name, int value) =>
        new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    private static ValueInfoProto Declaration(string name, TensorProto.Types.DataType elements, ReadOnlySpan<int> shapeOfImage)
    {
        var shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "images" } } };
        foreach (var extent in shapeOfImage)
        {
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = extent });
        }

        var type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)elements, Shape = shape } };
        return new ValueInfoProto { Name = name, Type = type };
    }

    private string AddNode(string name, string operation, IEnumerable<string> inputs, string[] outputs, IEnumerable<AttributeProto> attributes)
    {
        var node = new NodeProto { Name = name, OpType = operation };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes);
        Graph.Node.Add(node);
        return name;
    }

    private string AddConstant(string name, TensorProto.Types.DataType type, IEnumerable<int> shape, ReadOnlySpan<byte> values)
    {
        var constant = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(values) };
        constant.Dims.AddRange(shape.Select(extent => (long)extent));
        Graph.Initializer.Add(constant);
        return name;
    }
}
