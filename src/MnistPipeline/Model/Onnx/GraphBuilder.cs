using System.Runtime.InteropServices;
using Google.Protobuf;
using MnistPipeline.Model.Onnx.Format;

namespace MnistPipeline.Model.Onnx;

/// <summary>An ONNX graph that grows node by node; a value is known by its name.</summary>
internal sealed class GraphBuilder
{
    /// <summary>The graph so far.</summary>
    public GraphProto Graph { get; } = new() { Name = "LeNet5" };

    /// <summary>Declares an input of floats whose first dimension is the number of images.</summary>
    public string Input(string name, params ReadOnlySpan<int> shapeOfImage)
    {
        Graph.Input.Add(Declaration(name, shapeOfImage));
        return name;
    }

    /// <summary>Declares an output of floats whose first dimension is the number of images.</summary>
    public void Output(string name, params ReadOnlySpan<int> shapeOfImage) => Graph.Output.Add(Declaration(name, shapeOfImage));

    /// <summary>Adds a node with one output, whose name is the node's; returns it.</summary>
    public string Add(string name, string operation, params IEnumerable<string> inputs) => AddNode(name, operation, inputs, [name], []);

    /// <summary>Adds a node with one output and with attributes that are integers; those called axes are lists, others only where they have more than one.</summary>
    public string Add(string name, string operation, IEnumerable<string> inputs, params IEnumerable<(string Name, int[] Values)> attributes) =>
        AddNode(name, operation, inputs, [name], attributes.Select(attribute => Integers(attribute.Name, attribute.Values)));

    /// <summary>Adds up, for each image, the weights of the elements that name an index: [image, index].</summary>
    public string SumByIndex(string name, string zeros, string indices, string weights)
    {
        var reduction = new AttributeProto { Name = "reduction", S = ByteString.CopyFromUtf8("add"), Type = AttributeProto.Types.AttributeType.String };
        return AddNode(name, "ScatterElements", [zeros, indices, weights], [name], [Integer("axis", 1), reduction]);
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

    /// <summary>A constant of floats; returns its name.</summary>
    public string Floats(string name, IEnumerable<int> shape, ReadOnlySpan<float> values) =>
        AddConstant(name, TensorProto.Types.DataType.Float, shape, MemoryMarshal.AsBytes(values));

    /// <summary>A constant of one float that every shape takes in; returns its name.</summary>
    public string Number(string name, float value) => Floats(name, [], [value]);

    /// <summary>A constant of doubles; returns its name.</summary>
    public string Doubles(string name, IEnumerable<int> shape, ReadOnlySpan<double> values) =>
        AddConstant(name, TensorProto.Types.DataType.Double, shape, MemoryMarshal.AsBytes(values));

    /// <summary>A constant of 64-bit integers, such as a shape; returns its name.</summary>
    public string Integers64(string name, IEnumerable<int> shape, ReadOnlySpan<long> values) =>
        AddConstant(name, TensorProto.Types.DataType.Int64, shape, MemoryMarshal.AsBytes(values));

    /// <summary>Gives a value another shape; -1 stands for the number of images.</summary>
    public string Reshape(string name, string value, params long[] shape) =>
        Add(name, "Reshape", value, Integers64(name + ".shape", [shape.Length], shape));

    /// <summary>Takes the largest along an axis, which goes.</summary>
    public string Maximum(string name, string value, int axis) =>
        Add(name, "ReduceMax", [value], ("axes", [axis]), ("keepdims", [0]));

    /// <summary>Cuts a value to a range of constants.</summary>
    public string Clip(string name, string value, string least, string most) => Add(name, "Clip", value, least, most);

    /// <summary>Makes a value of another type.</summary>
    public string Cast(string name, string value, TensorProto.Types.DataType type) => Add(name, "Cast", [value], ("to", [(int)type]));

    private static AttributeProto Integers(string name, int[] values)
    {
        if (values.Length == 1 && name != "axes")
        {
            return Integer(name, values[0]);
        }

        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values.Select(value => (long)value));
        return attribute;
    }

    private static AttributeProto Integer(string name, int value) =>
        new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    private static ValueInfoProto Declaration(string name, ReadOnlySpan<int> shapeOfImage)
    {
        var shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "images" } } };
        foreach (var extent in shapeOfImage)
        {
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = extent });
        }

        var type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape } };
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
