using System.Runtime.CompilerServices;
using MnistPipeline.Engines.Cpu.Lanes;
using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>
/// The gradient of a convolution's weights from one block: for each tap the sum, over positions and images, of the output's
/// gradient times the input under the tap. A row of five taps of two output channels at a time.
/// </summary>
internal unsafe struct ConvolutionGradient
{
    private const int Taps = LeNet5Architecture.KernelSize;

    /// <summary>[channel, row, column, image]</summary>
    public float* Input;

    public int InputChannels;

    public int InputSize;

    /// <summary>[channel, row, column, image], with a frame where the rows are longer than the output.</summary>
    public float* OutputGradient;

    public int OutputChannels;

    /// <summary>Rows, and columns.</summary>
    public int OutputSize;

    public int OutputRowLength;

    public int OutputChannelLength;

    /// <summary>Receives the gradient, [output channel, input channel, row, column].</summary>
    public float* WeightGradient;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TLanes>(in ConvolutionGradient gradient)
        where TLanes : struct, ILanes<TLanes>
    {
        for (var channel = 0; channel < gradient.OutputChannels; channel += 2)
        {
            // An odd last channel goes twice.
            var second = Math.Min(channel + 1, gradient.OutputChannels - 1);
            for (var inputChannel = 0; inputChannel < gradient.InputChannels; inputChannel++)
            {
                for (var tapRow = 0; tapRow < Taps; tapRow++)
                {
                    TapRow<TLanes>(gradient, channel, second, inputChannel, tapRow);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TapRow<TLanes>(in ConvolutionGradient gradient, int first, int second, int inputChannel, int tapRow)
        where TLanes : struct, ILanes<TLanes>
    {
        var sums = stackalloc float[2 * Taps * Block.Images];
        var rowLength = gradient.InputSize * Block.Images;
        for (var lane = 0; lane < Block.Images; lane += TLanes.Count)
        {
            TLanes sum00 = TLanes.Zero, sum01 = TLanes.Zero, sum02 = TLanes.Zero, sum03 = TLanes.Zero, sum04 = TLanes.Zero;
            TLanes sum10 = TLanes.Zero, sum11 = TLanes.Zero, sum12 = TLanes.Zero, sum13 = TLanes.Zero, sum14 = TLanes.Zero;
            for (var row = 0; row < gradient.OutputSize; row++)
            {
                var input = gradient.Input + (inputChannel * gradient.InputSize + row + tapRow) * rowLength + lane;
                var output0 = gradient.OutputGradient + first * gradient.OutputChannelLength + row * gradient.OutputRowLength + lane;
                var output1 = gradient.OutputGradient + second * gradient.OutputChannelLength + row * gradient.OutputRowLength + lane;
                for (var column = gradient.OutputSize; column > 0; column--)
                {
                    var factor0 = TLanes.Load(output0);
                    var factor1 = TLanes.Load(output1);
                    var value = TLanes.Load(input);
                    sum00 = TLanes.FusedMultiplyAdd(factor0, value, sum00);
                    sum10 = TLanes.FusedMultiplyAdd(factor1, value, sum10);
                    value = TLanes.Load(input + Block.Images);
                    sum01 = TLanes.FusedMultiplyAdd(factor0, value, sum01);
                    sum11 = TLanes.FusedMultiplyAdd(factor1, value, sum11);
                    value = TLanes.Load(input + 2 * Block.Images);
                    sum02 = TLanes.FusedMultiplyAdd(factor0, value, sum02);
                    sum12 = TLanes.FusedMultiplyAdd(factor1, value, sum12);
                    value = TLanes.Load(input + 3 * Block.Images);
                    sum03 = TLanes.FusedMultiplyAdd(factor0, value, sum03);
                    sum13 = TLanes.FusedMultiplyAdd(factor1, value, sum13);
                    value = TLanes.Load(input + 4 * Block.Images);
                    sum04 = TLanes.FusedMultiplyAdd(factor0, value, sum04);
                    sum14 = TLanes.FusedMultiplyAdd(factor1, value, sum14);
                    input += Block.Images;
                    output0 += Block.Images;
                    output1 += Block.Images;
                }
            }

            var to = sums + lane;
            TLanes.Store(sum00, to);
            TLanes.Store(sum01, to + Block.Images);
            TLanes.Store(sum02, to + 2 * Block.Images);
            TLanes.Store(sum03, to + 3 * Block.Images);
            TLanes.Store(sum04, to + 4 * Block.Images);
            TLanes.Store(sum10, to + 5 * Block.Images);
            TLanes.Store(sum11, to + 6 * Block.Images);
            TLanes.Store(sum12, to + 7 * Block.Images);
            TLanes.Store(sum13, to + 8 * Block.Images);
            TLanes.Store(sum14, to + 9 * Block.Images);
        }

        var weights0 = gradient.WeightGradient + ((first * gradient.InputChannels + inputChannel) * Taps + tapRow) * Taps;
        var weights1 = gradient.WeightGradient + ((second * gradient.InputChannels + inputChannel) * Taps + tapRow) * Taps;
        for (var tap = 0; tap < Taps; tap++)
        {
            weights0[tap] = LaneSum.Of(sums + tap * Block.Images);
            weights1[tap] = LaneSum.Of(sums + (Taps + tap) * Block.Images);
        }
    }

    /// <summary>Adds up what the blocks of a batch have computed, in their order.</summary>
    /// <param name="batch">Where the blocks' gradients lie.</param>
    /// <param name="blocks">The number of blocks.</param>
    /// <param name="from">The first parameter.</param>
    /// <param name="to">The one behind the last.</param>
    /// <param name="gradient">Takes the sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum<TLanes>(BatchMemory batch, int blocks, int from, int to, float* gradient)
        where TLanes : struct, ILanes<TLanes>
    {
        for (var at = from; at < to; at += TLanes.Count)
        {
            var sum = TLanes.Load(batch.ConvolutionGradient(0) + at);
            for (var block = 1; block < blocks; block++)
            {
                sum += TLanes.Load(batch.ConvolutionGradient(block) + at);
            }

            TLanes.Store(sum, gradient + at);
        }
    }
}
