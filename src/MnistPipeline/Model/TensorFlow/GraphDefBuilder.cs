using System.Runtime.InteropServices;
using Google.Protobuf;
using MnistPipeline.Model.TensorFlow.Format;

namespace MnistPipeline.Model.TensorFlow;

/// <summary>A TensorFlow graph that grows node by node; a value is known by its node's name, and by <c>name:1</c> and so on where a node has more than one.</summary>
internal sealed class GraphDefBuilder
{
    // TensorFlow 2.3's version of the format, which every later one reads.
    private const int FormatVersion = 440;

    private readonly Dictionary<string, DataType> _types = [];

    /// <summary>The graph so far.</summary>
    public GraphDef Graph { get; } = new() { Versions = new VersionDef { Producer = FormatVersion } };

    /// <summary>Declares what is fed to a run; an extent of -1 is open.</summary>
    public string Placeholder(string name, DataType type, params IReadOnlyList<long> shape) =>
        AddNode(name, "Placeholder", [], type, [("dtype", From(type)), ("shape", new AttrValue { Shape = ShapeOf(shape) })]);

    /// <summary>Tells of a value of another graph, into which this one will be imported.</summary>
    public string Elsewhere(string name, DataType type)
    {
        _types.Add(name, type);
        return name;
    }

    /// <summary>
    /// Adds a node whose attribute <c>T</c>, and the type of its first output, is its first input's type; returns its name.
    /// </summary>
    public string Add(string name, string operation, string[] inputs, params IEnumerable<(string Name, AttrValue Value)> attributes)
    {
        var type = TypeOf(inputs[0]);
        return AddNode(name, operation, inputs, type, attributes.Prepend(("T", From(type))));
    }

    /// <summary>Adds a node with just the given attributes; returns its name.</summary>
    /// <param name="name">The node's name.</param>
    /// <param name="operation">TensorFlow's name of what it computes.</param>
    /// <param name="inputs">Values, and nodes to wait for as <c>^name</c>.</param>
    /// <param name="outputType">The type of its outputs.</param>
    /// <param name="attributes">All attributes that have no default.</param>
    public string AddNode(
        string name, string operation, IEnumerable<string> inputs, DataType outputType, IEnumerable<(string Name, AttrValue Value)> attributes)
    {
        var node = new NodeDef { Name = name, Op = operation };
        node.Input.AddRange(inputs);
        foreach (var (attribute, value) in attributes)
        {
            node.Attr.Add(attribute, value);
        }

        Graph.Node.Add(node);
        _types.Add(name, outputType);
        return name;
    }

    /// <summary>A constant of floats; returns its name.</summary>
    public string Floats(string name, IEnumerable<long> shape, ReadOnlySpan<float> values) =>
        Constant(name, DataType.DtFloat, shape, MemoryMarshal.AsBytes(values));

    /// <summary>A constant of one float; returns its name.</summary>
    public string Number(string name, float value) => Floats(name, [], [value]);

    /// <summary>A constant vector of 32-bit integers, such as a shape; returns its name.</summary>
    public string Integers(string name, params ReadOnlySpan<int> values) =>
        Constant(name, DataType.DtInt32, [values.Length], MemoryMarshal.AsBytes(values));

    /// <summary>A constant of one 32-bit integer, such as an axis; returns its name.</summary>
    public string Integer(string name, int value) => Constant(name, DataType.DtInt32, [], MemoryMarshal.AsBytes([value]));

    /// <summary>A constant vector of texts; returns its name.</summary>
    public string Texts(string name, params IReadOnlyList<string> texts)
    {
        var tensor = new TensorProto { Dtype = DataType.DtString, TensorShape = ShapeOf([texts.Count]) };
        tensor.StringVal.AddRange(texts.Select(ByteString.CopyFromUtf8));
        return AddConstant(name, tensor);
    }

    /// <summary>A constant from its bytes, row-major; returns its name.</summary>
    public string Constant(string name, DataType type, IEnumerable<long> shape, ReadOnlySpan<byte> content) => AddConstant(
        name, new TensorProto { Dtype = type, TensorShape = ShapeOf(shape), TensorContent = ByteString.CopyFrom(content) });

    /// <summary>Gives a value another shape; -1 stands for the number of images.</summary>
    public string Reshape(string name, string value, params ReadOnlySpan<int> shape) =>
        Add(name, "Reshape", [value, Integers(name + ".shape", shape)]);

    /// <summary>Makes a value of another type.</summary>
    public string Cast(string name, string value, DataType type) =>
        AddNode(name, "Cast", [value], type, [("SrcT", From(TypeOf(value))), ("DstT", From(type))]);

    /// <summary>Cuts a value along an axis into parts of the given sizes; returns the parts' names.</summary>
    public string[] Split(string name, string value, int axis, params int[] sizes)
    {
        Add(name, "SplitV", [value, Integers(name + ".sizes", sizes), Integer(name + ".axis", axis)], ("num_split", From(sizes.Length)), ("Tlen", From(DataType.DtInt32)));
        return [.. sizes.Select((_, part) => part == 0 ? name : $"{name}:{part}")];
    }

    /// <summary>The type of a value.</summary>
    public DataType TypeOf(string value) => _types[value.Split(':')[0]];

    /// <summary>An attribute that is a type.</summary>
    public static AttrValue From(DataType type) => new() { Type = type };

    /// <summary>An attribute that is a whole number.</summary>
    public static AttrValue From(int value) => new() { I = value };

    /// <summary>An attribute that is true or false.</summary>
    public static AttrValue From(bool value) => new() { B = value };

    /// <summary>An attribute that is a word.</summary>
    public static AttrValue From(string word) => new() { S = ByteString.CopyFromUtf8(word) };

    /// <summary>An attribute that is a list of whole numbers.</summary>
    public static AttrValue From(params ReadOnlySpan<long> values)
    {
        var list = new AttrValue.Types.ListValue();
        foreach (var value in values)
        {
            list.I.Add(value);
        }

        return new AttrValue { List = list };
    }

    /// <summary>A shape; an extent of -1 is open.</summary>
    public static TensorShapeProto ShapeOf(IEnumerable<long> extents)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(extents.Select(extent => new TensorShapeProto.Types.Dim { Size = extent }));
        return shape;
    }

    private string AddConstant(string name, TensorProto tensor) =>
        AddNode(name, "Const", [], tensor.Dtype, [("dtype", From(tensor.Dtype)), ("value", new AttrValue { Tensor = tensor })]);
}
