using System.Runtime.InteropServices;

namespace MnistPipeline.TensorFlow.Native;

/// <summary>How a call of the library ended.</summary>
internal sealed unsafe class StatusHandle() : SafeHandle(0, ownsHandle: true)
{
    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Whether it did what it was called for.</summary>
    public bool IsOk => TensorFlowApi.TF_GetCode(this) == 0;

    /// <summary>A status for calls to write to.</summary>
    public static StatusHandle Create() => TensorFlowApi.TF_NewStatus();

    /// <summary>Checks how the last call ended.</summary>
    /// <param name="what">What was being done, as in <c>take a training step</c>.</param>
    /// <exception cref="TensorFlowException">It failed.</exception>
    public void ThrowUnlessOk(string what)
    {
        if (!IsOk)
        {
            throw new TensorFlowException(what, TensorFlowApi.TF_GetCode(this), Text(TensorFlowApi.TF_Message(this)));
        }
    }

    /// <summary>A text of the library, ended by a zero.</summary>
    public static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        TensorFlowApi.TF_DeleteStatus(handle);
        return true;
    }
}
