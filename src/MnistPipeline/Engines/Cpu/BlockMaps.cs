using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>What one thread holds of the block that it works on. The innermost extent of everything is the block's 16 images.</summary>
internal sealed unsafe class BlockMaps : IDisposable
{
    private readonly AlignedMemory _memory;

    public BlockMaps(LeNet5Architecture architecture)
    {
        var s2 = architecture.C1Kernels * LeNet5Architecture.S2Size * LeNet5Architecture.S2Size;

        // One row more than there are values where a full connection reads two at a time, more where it writes twelve.
        int[] rows =
        [
            Block.PaddedInputSize * Block.PaddedInputSize,
            4 * s2,
            s2,
            s2,
            architecture.C3Kernels * Block.FramedC3Size * Block.FramedC3Size,
            architecture.FlattenedS4 + 1,
            architecture.FlattenedS4 + FullConnection.Slack,
            architecture.C5Neurons + 1,
            architecture.F6Neurons + 1,
            architecture.Classes,
            Block.CountFor(architecture.C3Kernels * architecture.C1Kernels * LeNet5Architecture.KernelSize * LeNet5Architecture.KernelSize),
            Block.CountFor(Block.PaddedInputSize * Block.PaddedInputSize),
            Block.CountFor(s2),
            WindowedConvolution.Rows(architecture.C1Kernels, Math.Max(architecture.C1Kernels, architecture.C3Kernels)),
        ];
        _memory = new AlignedMemory((long)rows.Sum() * Block.Images);
        var next = _memory.Pointer;
        Input = Take(0);
        C1 = Take(1);
        S2 = Take(2);
        S2Gradient = Take(3);
        C3 = Take(4);
        S4 = Take(5);
        S4Gradient = Take(6);
        C5 = Take(7);
        F6 = Take(8);
        Logits = Take(9);
        PackedWeights = Take(10);
        SingleInput = Take(11);
        SingleS2 = Take(12);
        Windows = Take(13);

        float* Take(int part)
        {
            var taken = next;
            next += rows[part] * Block.Images;
            return taken;
        }
    }

    /// <summary>[row, column, image], 32x32: normalised pixels in a frame of two zeros.</summary>
    public float* Input { get; }

    /// <summary>[channel, row, column, image]: C1 activated, on the way back the gradient of C1.</summary>
    public float* C1 { get; }

    /// <summary>[channel, row, column, image]</summary>
    public float* S2 { get; }

    /// <summary>[channel, row, column, image]</summary>
    public float* S2Gradient { get; }

    /// <summary>[channel, row, column, image], 12x12: C3 activated in a frame of one zero, on the way back the gradient of C3.</summary>
    public float* C3 { get; }

    /// <summary>[channel, row, column, image], and so flattened [input of C5, image].</summary>
    public float* S4 { get; }

    /// <summary>[input of C5, image]</summary>
    public float* S4Gradient { get; }

    /// <summary>[neuron, image], activated.</summary>
    public float* C5 { get; }

    /// <summary>[neuron, image], activated.</summary>
    public float* F6 { get; }

    /// <summary>[class, image]</summary>
    public float* Logits { get; }

    /// <summary>Room for the weights of C1 or C3 in another order.</summary>
    public float* PackedWeights { get; }

    /// <summary>[row, column], 32x32: the pixels of one image alone.</summary>
    public float* SingleInput { get; }

    /// <summary>[channel, row, column] of one image alone.</summary>
    public float* SingleS2 { get; }

    /// <summary>Room for <see cref="WindowedConvolution"/>.</summary>
    public float* Windows { get; }

    public void Dispose() => _memory.Dispose();
}
