using System.Runtime.CompilerServices;
using MnistPipeline.Engines.Cpu.Lanes;
using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu.Rows;

/// <summary>
/// C1 and S2 of a row of digits. Windows two pixels apart share all of S2 but their first and last columns, beside which each sees the frame of its own: what
/// that changes is computed with it. Even and odd pixels are two input channels, so that the columns of a map lie side by side.
/// </summary>
internal static unsafe class RowS2
{
    private const int Size = LeNet5Architecture.KernelSize;
    private const int Taps = Size * Size;
    private const int Inputs = 2;

    // What is pooled into one of S2: an even column of C1 and an odd one, each inside a window, at its beginning, and at its end.
    private const int Columns = 6;

    /// <summary>Floats of all packed weights.</summary>
    public static int PackedLength(int channels) => Columns * Inputs * Taps * channels;

    /// <summary>From <see cref="RowMaps.Input"/> to S2.</summary>
    /// <param name="architecture">The network's shape.</param>
    /// <param name="weights">[channel, row, column]</param>
    /// <param name="bias">[channel]</param>
    /// <param name="maps">The row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TLanes>(LeNet5Architecture architecture, float* weights, float* bias, RowMaps maps)
        where TLanes : struct, ILanes<TLanes>
    {
        Pack(weights, architecture.C1Kernels, maps.PackedWeights);
        var sums = stackalloc float[Columns * ConvolutionWindow.MaxSums * TLanes.Count];
        for (var row = 0; row < LeNet5Architecture.S2Size; row++)
        {
            for (var column = 0; column < maps.Columns; column += RowMaps.ColumnsAtOnce)
            {
                for (var lane = 0; lane < Block.Images; lane += TLanes.Count)
                {
                    int taken;
                    for (var channel = 0; channel < architecture.C1Kernels; channel += taken)
                    {
                        taken = ConvolutionWindow.ChannelsOf(architecture.C1Kernels - channel);
                        Sum<TLanes>(architecture.C1Kernels, bias, maps, row, column + lane, channel, taken, sums);
                        for (var next = 0; next < taken; next++)
                        {
                            var at = ((channel + next) * LeNet5Architecture.S2Size + row) * maps.RowLength + column + lane;
                            Pool<TLanes>(architecture, sums + 4 * next * TLanes.Count, maps, at);
                            Pool<TLanes>(architecture, sums + (4 * next + 1) * TLanes.Count, maps, at + Block.Images);
                        }
                    }
                }
            }
        }
    }

    // sums: [column of C1, channel, row, 16 columns on or not, lane].
    private static void Sum<TLanes>(int channels, float* bias, RowMaps maps, int row, int column, int channel, int taken, float* sums)
        where TLanes : struct, ILanes<TLanes>
    {
        var window = new ConvolutionWindow
        {
            Input = maps.Input + 2 * row * maps.RowLength + column,
            InputChannels = Inputs,
            ColumnLength = 1,
            RowLength = maps.RowLength,
            ChannelLength = Block.PaddedInputSize * maps.RowLength,
            Weights = maps.PackedWeights + Inputs * Taps * channel,
            Bias = bias + channel,
            Rows = Size,
            Columns = Size / 2 + 1,
        };
        for (var kind = 0; kind < Columns; kind++)
        {
            window.Sum<TLanes>(taken, sums + kind * ConvolutionWindow.MaxSums * TLanes.Count);
            window.Weights += Inputs * Taps * channels;
        }
    }

    private static void Pool<TLanes>(LeNet5Architecture architecture, float* sums, RowMaps maps, int at)
        where TLanes : struct, ILanes<TLanes>
    {
        var inside = Pool<TLanes>(architecture, sums);
        TLanes.Store(inside, maps.S2 + at);
        TLanes.Store(Pool<TLanes>(architecture, sums + 2 * ConvolutionWindow.MaxSums * TLanes.Count) - inside, maps.S2Begin + at);
        TLanes.Store(Pool<TLanes>(architecture, sums + 4 * ConvolutionWindow.MaxSums * TLanes.Count) - inside, maps.S2End + at);
    }

    // An even and an odd column of two rows.
    private static TLanes Pool<TLanes>(LeNet5Architecture architecture, float* even)
        where TLanes : struct, ILanes<TLanes>
    {
        var odd = even + ConvolutionWindow.MaxSums * TLanes.Count;
        return PoolingWindow.Pool(
            architecture.Pooling,
            ActivationFunction.Apply(architecture.Activation, TLanes.Load(even)),
            ActivationFunction.Apply(architecture.Activation, TLanes.Load(odd)),
            ActivationFunction.Apply(architecture.Activation, TLanes.Load(even + 2 * TLanes.Count)),
            ActivationFunction.Apply(architecture.Activation, TLanes.Load(odd + 2 * TLanes.Count)));
    }

    // To [column of C1][tile of channels][even or odd pixels, row, column, channel]. At a window's beginning the taps that lie before it are 0, at its end those behind it.
    private static void Pack(float* weights, int channels, float* to)
    {
        ReadOnlySpan<(int First, int Last)> seen = [(0, 4), (0, 4), (2, 4), (1, 4), (0, 3), (0, 2)];
        for (var kind = 0; kind < Columns; kind++)
        {
            int taken;
            for (var channel = 0; channel < channels; channel += taken)
            {
                taken = ConvolutionWindow.ChannelsOf(channels - channel);
                for (var at = 0; at < Inputs * Taps; at++)
                {
                    // An odd column of C1 begins with an odd pixel, and meets the even ones of the next.
                    var (input, row, column) = (at / Taps, at % Taps / Size, at % Size);
                    var tap = 2 * column + input - kind % 2;
                    for (var next = 0; next < taken; next++)
                    {
                        *to++ = tap >= seen[kind].First && tap <= seen[kind].Last ? weights[(channel + next) * Taps + row * Size + tap] : 0;
                    }
                }
            }
        }
    }
}
