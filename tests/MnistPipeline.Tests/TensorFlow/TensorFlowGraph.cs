using System.Runtime.InteropServices;
using MnistPipeline.Model.TensorFlow.Format;
using MnistPipeline.TensorFlow;
using MnistPipeline.TensorFlow.Native;

namespace MnistPipeline.Tests.TensorFlow;

/// <summary>A graph in its file format, computed by TensorFlow itself.</summary>
internal sealed class TensorFlowGraph : IDisposable
{
    private readonly Graph _graph;
    private readonly Session _session;

    public TensorFlowGraph(byte[] graph)
    {
        var runtime = TensorFlowEngineSuite.Runtime();
        _graph = new Graph();
        _graph.Import(GraphDef.Parser.ParseFrom(graph));
        _session = new Session(_graph, runtime.Configuration(2));
    }

    /// <summary>The floats of one value for an input.</summary>
    public float[] Run<T>(string input, T[] values, long[] shape, string output)
        where T : unmanaged =>
        MemoryMarshal.Cast<byte, float>(RunBytes(input, values, shape, output)).ToArray();

    /// <summary>The bytes of one value for an input.</summary>
    public byte[] RunBytes<T>(string input, T[] values, long[] shape, string output)
        where T : unmanaged
    {
        using var tensor = TensorHandle.Create<T>(shape);
        values.CopyTo(tensor.Values<T>());
        using var result = _session.Run("compute", [(_graph.Output(input), tensor)], [_graph.Output(output)], [])[0];
        return result.Values<byte>().ToArray();
    }

    public void Dispose()
    {
        _session.Dispose();
        _graph.Dispose();
    }
}
