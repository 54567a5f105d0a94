using System.Runtime.InteropServices;

namespace MnistPipeline.TensorFlow.Native;

/// <summary>A graph of operations.</summary>
internal sealed class GraphHandle() : SafeHandle(0, ownsHandle: true)
{
    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        TensorFlowApi.TF_DeleteGraph(handle);
        return true;
    }
}
