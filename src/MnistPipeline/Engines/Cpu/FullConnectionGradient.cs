using System.Runtime.CompilerServices;
using MnistPipeline.Engines.Cpu.Lanes;

namespace MnistPipeline.Engines.Cpu;

/// <summary>The gradient of a full connection's weights and biases over a whole batch, summed image after image.</summary>
internal static unsafe class FullConnectionGradient
{
    /// <summary>Outputs whose weights are done together.</summary>
    public const int OutputTile = 4;

    /// <summary>
    /// weightGradient[output, input] = sum over images of outputGradient times input. Here the lanes are inputs, not images,
    /// so that nothing needs to be summed across lanes.
    /// </summary>
    /// <param name="inputs">[image, input], rows <paramref name="stride"/> floats apart.</param>
    /// <param name="stride">A multiple of 16, also of the rows of the weights.</param>
    /// <param name="outputGradient">[block, output, image], from the tile's first output on.</param>
    /// <param name="blockLength">Floats between two blocks of the output's gradient.</param>
    /// <param name="images">The number of images.</param>
    /// <param name="weightGradient">[output, input], from the tile's first output on.</param>
    /// <param name="outputs">Outputs of this tile, 1 to 4.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weights<TLanes>(
        float* inputs, int stride, float* outputGradient, int blockLength, int images, float* weightGradient, int outputs)
        where TLanes : struct, ILanes<TLanes>
    {
        var at = 0;
        for (; at + 3 * TLanes.Count <= stride; at += 3 * TLanes.Count)
        {
            Tile<TLanes, Wide>(inputs + at, stride, outputGradient, blockLength, images, weightGradient + at, outputs);
        }

        for (; at < stride; at += TLanes.Count)
        {
            Tile<TLanes, Narrow>(inputs + at, stride, outputGradient, blockLength, images, weightGradient + at, outputs);
        }
    }

    /// <summary>biasGradient[output] = sum over images of outputGradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Biases<TLanes>(float* outputGradient, int blockLength, int blocks, float* biasGradient, int outputs)
        where TLanes : struct, ILanes<TLanes>
    {
        var sums = stackalloc float[Block.Images];
        for (var output = 0; output < outputs; output++)
        {
            for (var lane = 0; lane < Block.Images; lane += TLanes.Count)
            {
                var sum = TLanes.Zero;
                for (var block = 0; block < blocks; block++)
                {
                    sum += TLanes.Load(outputGradient + block * blockLength + output * Block.Images + lane);
                }

                TLanes.Store(sum, sums + lane);
            }

            biasGradient[output] = LaneSum.Of(sums);
        }
    }

    private interface IWidth
    {
        static abstract bool IsWide { get; }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TLanes, TWidth>(
        float* inputs, int stride, float* outputGradient, int blockLength, int images, float* weightGradient, int outputs)
        where TLanes : struct, ILanes<TLanes>
        where TWidth : struct, IWidth
    {
        // Beyond the last output the last one is computed again.
        var offset1 = Math.Min(1, outputs - 1) * Block.Images;
        var offset2 = Math.Min(2, outputs - 1) * Block.Images;
        var offset3 = Math.Min(3, outputs - 1) * Block.Images;
        TLanes sum00 = TLanes.Zero, sum01 = TLanes.Zero, sum02 = TLanes.Zero;
        TLanes sum10 = TLanes.Zero, sum11 = TLanes.Zero, sum12 = TLanes.Zero;
        TLanes sum20 = TLanes.Zero, sum21 = TLanes.Zero, sum22 = TLanes.Zero;
        TLanes sum30 = TLanes.Zero, sum31 = TLanes.Zero, sum32 = TLanes.Zero;
        for (var left = images; left > 0; left -= Block.Images)
        {
            var gradient0 = outputGradient;
            var gradient1 = outputGradient + offset1;
            var gradient2 = outputGradient + offset2;
            var gradient3 = outputGradient + offset3;
            nint blockImages = Math.Min(left, Block.Images);
            for (nint image = 0; image < blockImages; image++)
            {
                var factor0 = TLanes.Broadcast(gradient0[image]);
                var factor1 = TLanes.Broadcast(gradient1[image]);
                var factor2 = TLanes.Broadcast(gradient2[image]);
                var factor3 = TLanes.Broadcast(gradient3[image]);
                var value = TLanes.Load(inputs);
                sum00 = TLanes.FusedMultiplyAdd(factor0, value, sum00);
                sum10 = TLanes.FusedMultiplyAdd(factor1, value, sum10);
                sum20 = TLanes.FusedMultiplyAdd(factor2, value, sum20);
                sum30 = TLanes.FusedMultiplyAdd(factor3, value, sum30);
                if (TWidth.IsWide)
                {
                    value = TLanes.Load(inputs + TLanes.Count);
                    sum01 = TLanes.FusedMultiplyAdd(factor0, value, sum01);
                    sum11 = TLanes.FusedMultiplyAdd(factor1, value, sum11);
                    sum21 = TLanes.FusedMultiplyAdd(factor2, value, sum21);
                    sum31 = TLanes.FusedMultiplyAdd(factor3, value, sum31);
                    value = TLanes.Load(inputs + 2 * TLanes.Count);
                    sum02 = TLanes.FusedMultiplyAdd(factor0, value, sum02);
                    sum12 = TLanes.FusedMultiplyAdd(factor1, value, sum12);
                    sum22 = TLanes.FusedMultiplyAdd(factor2, value, sum22);
                    sum32 = TLanes.FusedMultiplyAdd(factor3, value, sum32);
                }

                inputs += stride;
            }

            outputGradient += blockLength;
        }

        StoreRow<TLanes, TWidth>(sum00, sum01, sum02, weightGradient, stride, 0, outputs);
        StoreRow<TLanes, TWidth>(sum10, sum11, sum12, weightGradient, stride, 1, outputs);
        StoreRow<TLanes, TWidth>(sum20, sum21, sum22, weightGradient, stride, 2, outputs);
        StoreRow<TLanes, TWidth>(sum30, sum31, sum32, weightGradient, stride, 3, outputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<TLanes, TWidth>(TLanes sum0, TLanes sum1, TLanes sum2, float* weightGradient, int stride, int row, int rows)
        where TLanes : struct, ILanes<TLanes>
        where TWidth : struct, IWidth
    {
        if (row >= rows)
        {
            return;
        }

        TLanes.Store(sum0, weightGradient + row * stride);
        if (TWidth.IsWide)
        {
            TLanes.Store(sum1, weightGradient + row * stride + TLanes.Count);
            TLanes.Store(sum2, weightGradient + row * stride + 2 * TLanes.Count);
        }
    }

    private readonly struct Wide : IWidth
    {
        public static bool IsWide => true;
    }

    private readonly struct Narrow : IWidth
    {
        public static bool IsWide => false;
    }
}
