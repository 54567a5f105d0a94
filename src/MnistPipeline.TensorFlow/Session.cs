using Google.Protobuf;
using MnistPipeline.TensorFlow.Format;
using MnistPipeline.TensorFlow.Native;

namespace MnistPipeline.TensorFlow;

/// <summary>Runs a graph. One caller at a time.</summary>
internal sealed unsafe class Session : IDisposable
{
    private readonly SessionHandle _session;
    private readonly StatusHandle _status = StatusHandle.Create();

    /// <summary>A session on a graph, which may still grow.</summary>
    /// <exception cref="TensorFlowException">It cannot be made, as when a device's memory is taken.</exception>
    public Session(Graph graph, ConfigProto configuration)
    {
        using var options = TensorFlowApi.TF_NewSessionOptions();
        fixed (byte* bytes = configuration.ToByteArray())
        {
            TensorFlowApi.TF_SetConfig(options, bytes, (nuint)configuration.CalculateSize(), _status);
        }

        _status.ThrowUnlessOk("take the session's settings");
        _session = TensorFlowApi.TF_NewSession(graph.Handle, options, _status);
        _status.ThrowUnlessOk("begin a session");
    }

    /// <summary>The devices that TensorFlow computes with.</summary>
    public IReadOnlyList<TensorFlowDevice> Devices()
    {
        using var list = TensorFlowApi.TF_SessionListDevices(_session, _status);
        _status.ThrowUnlessOk("list its devices");
        var devices = new List<TensorFlowDevice>();
        for (var index = 0; index < TensorFlowApi.TF_DeviceListCount(list); index++)
        {
            var name = StatusHandle.Text(TensorFlowApi.TF_DeviceListName(list, index, _status));
            var type = StatusHandle.Text(TensorFlowApi.TF_DeviceListType(list, index, _status));
            devices.Add(new TensorFlowDevice(name[(name.IndexOf("device:", StringComparison.Ordinal) + "device:".Length)..], type, TensorFlowApi.TF_DeviceListMemoryBytes(list, index, _status)));
            _status.ThrowUnlessOk("describe its devices");
        }

        return devices;
    }

    /// <summary>Runs the part of the graph that values and targets need.</summary>
    /// <param name="what">What for, as in <c>take a training step</c>.</param>
    /// <param name="feeds">The placeholders and what they hold.</param>
    /// <param name="fetches">The values to give back.</param>
    /// <param name="targets">Nodes to run besides.</param>
    /// <returns>The values, which the caller disposes.</returns>
    /// <exception cref="TensorFlowException">An operation failed.</exception>
    public TensorHandle[] Run(
        string what, ReadOnlySpan<(TensorFlowApi.Output Placeholder, TensorHandle Tensor)> feeds, ReadOnlySpan<TensorFlowApi.Output> fetches, ReadOnlySpan<nint> targets)
    {
        Span<TensorFlowApi.Output> placeholders = stackalloc TensorFlowApi.Output[feeds.Length];
        Span<nint> tensors = stackalloc nint[feeds.Length];
        for (var index = 0; index < feeds.Length; index++)
        {
            placeholders[index] = feeds[index].Placeholder;
            tensors[index] = feeds[index].Tensor.DangerousGetHandle();
        }

        Span<nint> fetched = stackalloc nint[fetches.Length];
        fixed (TensorFlowApi.Output* inputs = placeholders, outputs = fetches)
        fixed (nint* inputTensors = tensors, outputTensors = fetched, operations = targets)
        {
            TensorFlowApi.TF_SessionRun(
                _session, null, inputs, inputTensors, feeds.Length, outputs, outputTensors, fetches.Length, operations, targets.Length, null, _status);
        }

        // The tensors must live until the call is over.
        foreach (var (_, tensor) in feeds)
        {
            GC.KeepAlive(tensor);
        }

        _status.ThrowUnlessOk(what);
        var results = new TensorHandle[fetched.Length];
        for (var index = 0; index < fetched.Length; index++)
        {
            results[index] = TensorHandle.From(fetched[index]);
        }

        return results;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _status.Dispose();
    }
}
