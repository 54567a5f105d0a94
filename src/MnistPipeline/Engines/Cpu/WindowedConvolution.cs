using System.Runtime.CompilerServices;
using MnistPipeline.Engines.Cpu.Lanes;
using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>
/// A convolution, activation and pooling of one image alone. The lanes, which elsewhere are images, are sixteen windows of it: 6x6
/// inputs under 2x2 positions that are pooled into one. Each sum has the terms of <see cref="Convolution"/> in the same order, and
/// so the same bits.
/// </summary>
internal static unsafe class WindowedConvolution
{
    private const int Size = LeNet5Architecture.KernelSize + 1;
    private const int Positions = 4;

    /// <summary>The rows of 16 floats that <see cref="Run"/> needs room for.</summary>
    public static int Rows(int inputChannels, int outputChannels) => inputChannels * Size * Size + outputChannels * (Positions + 1);

    /// <summary>Computes all windows, sixteen at a time.</summary>
    /// <param name="whole">The convolution as it is of a block: channels, sizes, weights, activation and pooling.</param>
    /// <param name="input">[channel, row, column]</param>
    /// <param name="room">As much as <see cref="Rows"/> says.</param>
    /// <param name="pooled">Receives [channel, row / 2, column / 2].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TLanes>(in Convolution whole, float* input, float* room, float* pooled)
        where TLanes : struct, ILanes<TLanes>
    {
        var outputs = room + whole.InputChannels * Size * Size * Block.Images;
        var windows = whole with
        {
            Input = room,
            InputSize = Size,
            Output = outputs,
            OutputSize = 2,
            OutputRowLength = 2 * Block.Images,
            OutputChannelLength = Positions * Block.Images,
            Pooled = outputs + whole.OutputChannels * Positions * Block.Images,
        };
        var half = whole.OutputSize / 2;
        for (var first = 0; first < half * half; first += Block.Images)
        {
            Gather(whole, input, first, room);
            Convolution.Run<TLanes>(windows);
            var count = Math.Min(Block.Images, half * half - first);
            for (var channel = 0; channel < whole.OutputChannels; channel++)
            {
                for (var window = 0; window < count; window++)
                {
                    pooled[channel * half * half + first + window] = windows.Pooled[channel * Block.Images + window];
                }
            }
        }
    }

    // To [channel, row, column, window]. Where windows are missing the last one stands in for them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(in Convolution whole, float* input, int first, float* to)
    {
        var half = whole.OutputSize / 2;
        var corners = stackalloc int[Block.Images];
        for (var window = 0; window < Block.Images; window++)
        {
            var (row, column) = Math.DivRem(Math.Min(first + window, half * half - 1), half);
            corners[window] = 2 * (row * whole.InputSize + column);
        }

        for (var channel = 0; channel < whole.InputChannels; channel++, input += whole.InputSize * whole.InputSize)
        {
            for (var row = 0; row < Size; row++)
            {
                for (var column = 0; column < Size; column++, to += Block.Images)
                {
                    var from = input + row * whole.InputSize + column;
                    for (var window = 0; window < Block.Images; window++)
                    {
                        to[window] = from[corners[window]];
                    }
                }
            }
        }
    }
}
