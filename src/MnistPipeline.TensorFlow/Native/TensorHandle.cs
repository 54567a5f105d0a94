using System.Runtime.InteropServices;

namespace MnistPipeline.TensorFlow.Native;

/// <summary>Numbers of one type in one shape, in the library's memory on this side of any device.</summary>
internal sealed unsafe class TensorHandle() : SafeHandle(0, ownsHandle: true)
{
    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>A tensor whose values are not set yet.</summary>
    /// <typeparam name="T">The type of its values: <see cref="float"/>, <see cref="int"/> or <see cref="byte"/>.</typeparam>
    /// <param name="extents">Its shape; none for a single value.</param>
    public static TensorHandle Create<T>(params ReadOnlySpan<long> extents)
        where T : unmanaged
    {
        var type = typeof(T) == typeof(float) ? TensorFlowApi.ElementType.Float
            : typeof(T) == typeof(int) ? TensorFlowApi.ElementType.Int32
            : TensorFlowApi.ElementType.UInt8;
        long length = sizeof(T);
        foreach (var extent in extents)
        {
            length *= extent;
        }

        fixed (long* shape = extents)
        {
            return TensorFlowApi.TF_AllocateTensor(type, shape, extents.Length, (nuint)length);
        }
    }

    /// <summary>A tensor that the library has made.</summary>
    public static TensorHandle From(nint tensor)
    {
        var owner = new TensorHandle();
        owner.SetHandle(tensor);
        return owner;
    }

    /// <summary>The values, row-major, which live as long as the handle.</summary>
    /// <typeparam name="T">The type of its values.</typeparam>
    public Span<T> Values<T>()
        where T : unmanaged =>
        new(TensorFlowApi.TF_TensorData(handle), (int)(TensorFlowApi.TF_TensorByteSize(handle) / (nuint)sizeof(T)));

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        TensorFlowApi.TF_DeleteTensor(handle);
        return true;
    }
}
