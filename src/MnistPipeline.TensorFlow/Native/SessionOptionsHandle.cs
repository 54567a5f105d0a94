using System.Runtime.InteropServices;

namespace MnistPipeline.TensorFlow.Native;

/// <summary>How a session is to run.</summary>
internal sealed class SessionOptionsHandle() : SafeHandle(0, ownsHandle: true)
{
    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        TensorFlowApi.TF_DeleteSessionOptions(handle);
        return true;
    }
}
