using System.Runtime.CompilerServices;
using MnistPipeline.Engines.Cpu.Lanes;
using MnistPipeline.Model;
using MnistPipeline.Model.Strings;

namespace MnistPipeline.Engines.Cpu.Rows;

/// <summary>The logits of all windows along a row of digits, for a quarter of the work of as many images.</summary>
internal static unsafe class RowForward
{
    private const int S4Size = LeNet5Architecture.S4Size;

    /// <summary>From bytes to logits.</summary>
    /// <param name="network">What computes the full connections.</param>
    /// <param name="row">28 rows of its columns.</param>
    /// <param name="columns">The row's columns, at least 28.</param>
    /// <param name="parameters">The network's.</param>
    /// <param name="maps">Room for the row.</param>
    /// <param name="block">Room for 16 windows.</param>
    /// <param name="logits">Receives [window, class].</param>
    public static void Run<TLanes>(LeNet5LaneComputation<TLanes> network, byte* row, int columns, float* parameters, RowMaps maps, BlockMaps block, float* logits)
        where TLanes : struct, ILanes<TLanes>
    {
        var (architecture, layout) = (network.Architecture, network.Layout);
        maps.Fit(columns);
        Load(row, columns, maps);
        RowS2.Run<TLanes>(architecture, parameters + layout.Offset(Layer.C1, bias: false), parameters + layout.Offset(Layer.C1, bias: true), maps);
        RowS4.Run<TLanes>(architecture, parameters + layout.Offset(Layer.C3, bias: false), parameters + layout.Offset(Layer.C3, bias: true), maps);
        for (var first = 0; first < maps.Windows; first += Block.Images)
        {
            Gather(architecture.C3Kernels * S4Size, first, maps, block.S4);
            network.ConnectAll(parameters, block);
            InputBlock.Transpose(block.Logits, architecture.Classes, Math.Min(Block.Images, maps.Windows - first), logits + first * architecture.Classes, architecture.Classes);
        }
    }

    // A frame of two zeros is above and below; what is beside the row is seen by no window.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Load(byte* row, int columns, RowMaps maps)
    {
        const int Padding = LeNet5Architecture.C1Padding;
        for (var parity = 0; parity < RowWindows.Stride; parity++)
        {
            var to = maps.Input + parity * Block.PaddedInputSize * maps.RowLength;
            new Span<float>(to, Block.PaddedInputSize * maps.RowLength).Clear();
            to += Padding * maps.RowLength + Padding / RowWindows.Stride;
            for (var line = 0; line < Digit.Size; line++, to += maps.RowLength)
            {
                var from = row + line * columns + parity;
                for (var column = 0; column < (columns + 1 - parity) / RowWindows.Stride; column++)
                {
                    to[column] = InputBlock.Normalise(from[RowWindows.Stride * column]);
                }
            }
        }
    }

    // To [channel, row, column, window].
    private static void Gather(int rows, int first, RowMaps maps, float* to)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < S4Size; column++, to += Block.Images)
            {
                var map = column == 0 ? maps.S4Begin : column == S4Size - 1 ? maps.S4End : maps.S4;
                new ReadOnlySpan<float>(map + row * maps.RowLength + first + 2 * column, Block.Images).CopyTo(new Span<float>(to, Block.Images));
            }
        }
    }
}
