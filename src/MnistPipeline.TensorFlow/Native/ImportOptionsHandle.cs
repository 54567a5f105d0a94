using System.Runtime.InteropServices;

namespace MnistPipeline.TensorFlow.Native;

/// <summary>How a graph is imported into another.</summary>
internal sealed class ImportOptionsHandle() : SafeHandle(0, ownsHandle: true)
{
    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        TensorFlowApi.TF_DeleteImportGraphDefOptions(handle);
        return true;
    }
}
