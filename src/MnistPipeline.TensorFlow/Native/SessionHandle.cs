using System.Runtime.InteropServices;

namespace MnistPipeline.TensorFlow.Native;

/// <summary>What runs a graph and holds its variables.</summary>
internal sealed class SessionHandle() : SafeHandle(0, ownsHandle: true)
{
    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        using var status = StatusHandle.Create();
        TensorFlowApi.TF_CloseSession(handle, status);
        TensorFlowApi.TF_DeleteSession(handle, status);
        return status.IsOk;
    }
}
