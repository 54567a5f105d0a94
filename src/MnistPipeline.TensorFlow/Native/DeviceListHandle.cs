using System.Runtime.InteropServices;

namespace MnistPipeline.TensorFlow.Native;

/// <summary>The devices that a session sees.</summary>
internal sealed class DeviceListHandle() : SafeHandle(0, ownsHandle: true)
{
    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        TensorFlowApi.TF_DeleteDeviceList(handle);
        return true;
    }
}
