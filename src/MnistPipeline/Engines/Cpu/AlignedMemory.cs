using System.Runtime.InteropServices;

namespace MnistPipeline.Engines.Cpu;

/// <summary>Floats, zero at first, that begin on a cache line and do not move.</summary>
internal sealed unsafe class AlignedMemory : IDisposable
{
    private const int CacheLine = 64;

    public AlignedMemory(long length)
    {
        Length = length;
        var bytes = (nuint)(length * sizeof(float));
        Pointer = (float*)NativeMemory.AlignedAlloc(Math.Max(bytes, CacheLine), CacheLine);
        NativeMemory.Clear(Pointer, bytes);
    }

    ~AlignedMemory() => Free();

    public float* Pointer { get; private set; }

    public long Length { get; }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
    }
}
