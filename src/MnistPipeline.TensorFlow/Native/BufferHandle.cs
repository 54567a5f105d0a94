using System.Runtime.InteropServices;

namespace MnistPipeline.TensorFlow.Native;

/// <summary>Bytes that the library holds, such as a graph in its file format.</summary>
internal sealed unsafe class BufferHandle() : SafeHandle(0, ownsHandle: true)
{
    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The bytes, which live as long as the handle.</summary>
    public ReadOnlySpan<byte> Content
    {
        get
        {
            var content = (TensorFlowApi.BufferContent*)handle;
            return new ReadOnlySpan<byte>(content->Data, (int)content->Length);
        }
    }

    /// <summary>A copy of bytes.</summary>
    public static BufferHandle From(ReadOnlySpan<byte> content)
    {
        fixed (byte* bytes = content)
        {
            return TensorFlowApi.TF_NewBufferFromString(bytes, (nuint)content.Length);
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        TensorFlowApi.TF_DeleteBuffer(handle);
        return true;
    }
}
