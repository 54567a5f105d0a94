using System.Runtime.CompilerServices;
using MnistPipeline.Engines.Cpu.Lanes;
using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu.Rows;

/// <summary>C3 and S4 of a row of digits: of all columns, and as a window's first and last ones, which one column of S2 at its rim changes.</summary>
internal static unsafe class RowS4
{
    private const int Size = LeNet5Architecture.KernelSize;
    private const int Taps = Size * Size;

    /// <summary>Floats of all packed weights.</summary>
    public static int PackedLength(LeNet5Architecture architecture) => 3 * architecture.C3Kernels * architecture.C1Kernels * Taps;

    /// <summary>From S2 to S4.</summary>
    /// <param name="architecture">The network's shape.</param>
    /// <param name="weights">[channel, input channel, row, column]</param>
    /// <param name="bias">[channel]</param>
    /// <param name="maps">The row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TLanes>(LeNet5Architecture architecture, float* weights, float* bias, RowMaps maps)
        where TLanes : struct, ILanes<TLanes>
    {
        Pack(architecture, weights, maps.PackedWeights);
        for (var row = 0; row < LeNet5Architecture.C3Size; row += 2)
        {
            for (var column = 0; column < maps.Columns; column += RowMaps.ColumnsAtOnce)
            {
                for (var lane = 0; lane < Block.Images; lane += TLanes.Count)
                {
                    int taken;
                    for (var channel = 0; channel < architecture.C3Kernels; channel += taken)
                    {
                        taken = ConvolutionWindow.ChannelsOf(architecture.C3Kernels - channel);
                        Sum<TLanes>(architecture, bias, maps, row, column + lane, channel, taken);
                    }
                }
            }
        }

        Pool<TLanes>(architecture, maps);
    }

    private static void Sum<TLanes>(LeNet5Architecture architecture, float* bias, RowMaps maps, int row, int column, int channel, int taken)
        where TLanes : struct, ILanes<TLanes>
    {
        var inside = stackalloc float[ConvolutionWindow.MaxSums * TLanes.Count];
        var change = stackalloc float[ConvolutionWindow.MaxSums * TLanes.Count];
        var from = row * maps.RowLength + column;
        var window = new ConvolutionWindow
        {
            Input = maps.S2 + from,
            InputChannels = architecture.C1Kernels,
            ColumnLength = 1,
            RowLength = maps.RowLength,
            ChannelLength = LeNet5Architecture.S2Size * maps.RowLength,
            Weights = maps.PackedWeights + channel * architecture.C1Kernels * Taps,
            Bias = bias + channel,
            Rows = Size,
            Columns = Size,
        };
        window.Sum<TLanes>(taken, inside);
        var to = (channel * LeNet5Architecture.C3Size + row) * maps.RowLength + column;
        Store<TLanes>(architecture, inside, null, taken, maps.C3 + to, maps.RowLength);

        // One column of taps, one below the other.
        var all = architecture.C3Kernels * architecture.C1Kernels * Taps;
        window.Bias = null;
        window.Rows = 1;
        window.ColumnLength = maps.RowLength;
        window.Weights += all;
        window.Input = maps.S2Begin + from;
        window.Sum<TLanes>(taken, change);
        Store<TLanes>(architecture, inside, change, taken, maps.C3Begin + to, maps.RowLength);

        window.Weights += all;
        window.Input = maps.S2End + from + Size - 1;
        window.Sum<TLanes>(taken, change);
        Store<TLanes>(architecture, inside, change, taken, maps.C3End + to, maps.RowLength);
    }

    // sums: [channel, row, 16 columns on or not, lane].
    private static void Store<TLanes>(LeNet5Architecture architecture, float* sums, float* change, int channels, float* to, int rowLength)
        where TLanes : struct, ILanes<TLanes>
    {
        for (var sum = 0; sum < 4 * channels; sum++)
        {
            var value = TLanes.Load(sums + sum * TLanes.Count);
            value = change is null ? value : value + TLanes.Load(change + sum * TLanes.Count);
            var at = (sum / 4 * LeNet5Architecture.C3Size + sum % 4 / 2) * rowLength + sum % 2 * Block.Images;
            TLanes.Store(ActivationFunction.Apply(architecture.Activation, value), to + at);
        }
    }

    // A window's first column of S4 comes from its first of C3 and one inside, its last from one inside and its last of C3, which lies one column on.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pool<TLanes>(LeNet5Architecture architecture, RowMaps maps)
        where TLanes : struct, ILanes<TLanes>
    {
        for (var row = 0; row < architecture.C3Kernels * LeNet5Architecture.S4Size; row++)
        {
            var (from, to) = (2 * row * maps.RowLength, row * maps.RowLength);
            for (var column = 0; column < maps.Columns; column += TLanes.Count, from += TLanes.Count, to += TLanes.Count)
            {
                TLanes.Store(Pool<TLanes>(architecture, maps.C3 + from, maps.C3 + from + 1, maps.RowLength), maps.S4 + to);
                TLanes.Store(Pool<TLanes>(architecture, maps.C3Begin + from, maps.C3 + from + 1, maps.RowLength), maps.S4Begin + to);
                TLanes.Store(Pool<TLanes>(architecture, maps.C3 + from, maps.C3End + from + 1, maps.RowLength), maps.S4End + to);
            }
        }
    }

    private static TLanes Pool<TLanes>(LeNet5Architecture architecture, float* left, float* right, int rowLength)
        where TLanes : struct, ILanes<TLanes> =>
        PoolingWindow.Pool(architecture.Pooling, TLanes.Load(left), TLanes.Load(right), TLanes.Load(left + rowLength), TLanes.Load(right + rowLength));

    // All taps of each kernel, and then as its first row its first column, and its last.
    private static void Pack(LeNet5Architecture architecture, float* weights, float* to)
    {
        var (outputs, inputs) = ((architecture.C3Kernels, architecture.C1Kernels * Taps), (architecture.C1Kernels, Taps));
        var all = architecture.C3Kernels * architecture.C1Kernels * Taps;
        ConvolutionWindow.Pack(weights, outputs, inputs, (Taps, 1), to);
        ConvolutionWindow.Pack(weights, outputs, inputs, (Size, Size), to + all);
        ConvolutionWindow.Pack(weights + Size - 1, outputs, inputs, (Size, Size), to + 2 * all);
    }
}
