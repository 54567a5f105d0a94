using Google.Protobuf;
using MnistPipeline.Model.TensorFlow.Format;
using MnistPipeline.TensorFlow.Native;

namespace MnistPipeline.TensorFlow;

/// <summary>A graph in TensorFlow's memory, which grows by what is imported into it.</summary>
internal sealed unsafe class Graph : IDisposable
{
    /// <summary>The graph itself.</summary>
    public GraphHandle Handle { get; } = TensorFlowApi.TF_NewGraph();

    /// <summary>Adds the nodes of a graph in its file format.</summary>
    /// <param name="graph">The nodes.</param>
    /// <param name="stands">Names that their inputs go by, and the values of this graph that stand for them.</param>
    /// <exception cref="TensorFlowException">It is damaged, or TensorFlow does not know an operation of it.</exception>
    public void Import(GraphDef graph, IReadOnlyDictionary<string, TensorFlowApi.Output>? stands = null)
    {
        using var status = StatusHandle.Create();
        using var options = TensorFlowApi.TF_NewImportGraphDefOptions();
        foreach (var (name, value) in stands ?? new Dictionary<string, TensorFlowApi.Output>())
        {
            TensorFlowApi.TF_ImportGraphDefOptionsAddInputMapping(options, name, 0, value);
        }

        using var content = BufferHandle.From(graph.ToByteArray());
        TensorFlowApi.TF_GraphImportGraphDef(Handle, content, options, status);
        status.ThrowUnlessOk("take in the network's graph");
    }

    /// <summary>Adds what computes the gradients of a sum of <paramref name="y"/>, weighted by <paramref name="weights"/>.</summary>
    /// <returns>For each of <paramref name="x"/> the gradient, in its shape.</returns>
    /// <exception cref="TensorFlowException">TensorFlow knows no gradient of an operation between them.</exception>
    public TensorFlowApi.Output[] AddGradients(string prefix, TensorFlowApi.Output y, TensorFlowApi.Output weights, TensorFlowApi.Output[] x)
    {
        using var status = StatusHandle.Create();
        var gradients = new TensorFlowApi.Output[x.Length];
        fixed (TensorFlowApi.Output* inputs = x, outputs = gradients)
        {
            TensorFlowApi.TF_AddGradientsWithPrefix(Handle, prefix, &y, 1, inputs, x.Length, &weights, status, outputs);
        }

        status.ThrowUnlessOk("find the network's gradients");
        return gradients;
    }

    /// <summary>A copy, all of whose nodes are computed on one device.</summary>
    /// <param name="device">As in <c>/device:GPU:0</c>.</param>
    /// <exception cref="TensorFlowException">TensorFlow cannot copy it.</exception>
    public Graph On(string device)
    {
        var content = ToGraphDef();
        foreach (var node in content.Node)
        {
            node.Device = device;
        }

        var copy = new Graph();
        copy.Import(content);
        return copy;
    }

    /// <summary>The graph in its file format.</summary>
    /// <exception cref="TensorFlowException">TensorFlow cannot write it.</exception>
    public GraphDef ToGraphDef()
    {
        using var status = StatusHandle.Create();
        using var content = TensorFlowApi.TF_NewBuffer();
        TensorFlowApi.TF_GraphToGraphDef(Handle, content, status);
        status.ThrowUnlessOk("write the network's graph");
        return GraphDef.Parser.ParseFrom(content.Content);
    }

    /// <summary>A value by its name, as in <c>parameters.each:3</c>.</summary>
    /// <exception cref="ArgumentException">There is no such node.</exception>
    public TensorFlowApi.Output Output(string name) => name.Split(':') is [var node, var index]
        ? new TensorFlowApi.Output(Operation(node), int.Parse(index))
        : new TensorFlowApi.Output(Operation(name), 0);

    /// <summary>A node by its name.</summary>
    /// <exception cref="ArgumentException">There is no such node.</exception>
    public nint Operation(string name)
    {
        var operation = TensorFlowApi.TF_GraphOperationByName(Handle, name);
        return operation != 0 ? operation : throw new ArgumentException($"The graph has no node {name}.", nameof(name));
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();
}
