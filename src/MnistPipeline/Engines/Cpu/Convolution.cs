using System.Runtime.CompilerServices;
using MnistPipeline.Engines.Cpu.Lanes;
using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>
/// A convolution with 5x5 kernels of one block, two by two positions at a time. It is C1's and C3's forward pass, with the
/// activation and the pooling of each window done in registers, and, with weights read backwards, what C3 hands back to S2.
/// </summary>
internal unsafe struct Convolution
{
    private const int Taps = LeNet5Architecture.KernelSize;

    /// <summary>[channel, row, column, image]</summary>
    public float* Input;

    public int InputChannels;

    public int InputSize;

    /// <summary>The input's row under the first tap of the first output: negative where taps hang over the edge, in zeros.</summary>
    public int Origin;

    /// <summary>The weight of the first tap from the first input to the first output channel.</summary>
    public float* Weights;

    /// <summary>Floats between the weights of two output channels.</summary>
    public int OutputWeightStride;

    /// <summary>Floats between the weights of two input channels.</summary>
    public int InputWeightStride;

    /// <summary>1, or -1 to turn the kernels by 180 degrees.</summary>
    public int TapStride;

    /// <summary>Room for all weights, in the order in which a window reads them.</summary>
    public float* PackedWeights;

    /// <summary>One a channel; null for none.</summary>
    public float* Bias;

    /// <summary>[channel, row, column, image], with a frame where the rows are longer than the output.</summary>
    public float* Output;

    public int OutputChannels;

    /// <summary>Rows, and columns: an even number.</summary>
    public int OutputSize;

    public int OutputRowLength;

    public int OutputChannelLength;

    /// <summary>[channel, row / 2, column / 2, image]; null for neither activation nor pooling.</summary>
    public float* Pooled;

    public Activation Activation;

    public Pooling Pooling;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TLanes>(in Convolution convolution)
        where TLanes : struct, ILanes<TLanes>
    {
        ConvolutionWindow.Pack(
            convolution.Weights,
            (convolution.OutputChannels, convolution.OutputWeightStride),
            (convolution.InputChannels, convolution.InputWeightStride),
            (Taps * Taps, convolution.TapStride),
            convolution.PackedWeights);
        for (var lane = 0; lane < Block.Images; lane += TLanes.Count)
        {
            for (var row = 0; row < convolution.OutputSize; row += 2)
            {
                for (var column = 0; column < convolution.OutputSize; column += 2)
                {
                    int taken;
                    for (var channel = 0; channel < convolution.OutputChannels; channel += taken)
                    {
                        taken = ConvolutionWindow.ChannelsOf(convolution.OutputChannels - channel);
                        Window<TLanes>(convolution, channel, taken, row, column, lane);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Window<TLanes>(in Convolution convolution, int channel, int channels, int row, int column, int lane)
        where TLanes : struct, ILanes<TLanes>
    {
        var sums = stackalloc float[ConvolutionWindow.MaxSums * Block.Images];
        var top = row + convolution.Origin;
        var left = column + convolution.Origin;
        var firstRow = Math.Max(0, -top);
        var firstColumn = Math.Max(0, -left);
        var window = new ConvolutionWindow
        {
            Rows = Math.Min(Taps, convolution.InputSize - 1 - top) - firstRow,
            Columns = Math.Min(Taps, convolution.InputSize - 1 - left) - firstColumn,
            InputChannels = convolution.InputChannels,
            ColumnLength = Block.Images,
            RowLength = convolution.InputSize * Block.Images,
            Input = convolution.Input + ((top + firstRow) * convolution.InputSize + left + firstColumn) * Block.Images + lane,
            Weights = convolution.PackedWeights
                + channel * convolution.InputChannels * Taps * Taps + (firstRow * Taps + firstColumn) * channels,
            Bias = convolution.Bias is null ? null : convolution.Bias + channel,
        };
        window.ChannelLength = convolution.InputSize * window.RowLength;
        window.Sum<TLanes>(channels, sums);
        for (var next = 0; next < channels; next++)
        {
            var sum = sums + 4 * next * TLanes.Count;
            Finish(
                convolution,
                channel + next,
                row,
                column,
                lane,
                TLanes.Load(sum),
                TLanes.Load(sum + TLanes.Count),
                TLanes.Load(sum + 2 * TLanes.Count),
                TLanes.Load(sum + 3 * TLanes.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TLanes>(
        in Convolution convolution, int channel, int row, int column, int lane, TLanes upperLeft, TLanes upperRight, TLanes lowerLeft, TLanes lowerRight)
        where TLanes : struct, ILanes<TLanes>
    {
        if (convolution.Pooled is not null)
        {
            upperLeft = ActivationFunction.Apply(convolution.Activation, upperLeft);
            upperRight = ActivationFunction.Apply(convolution.Activation, upperRight);
            lowerLeft = ActivationFunction.Apply(convolution.Activation, lowerLeft);
            lowerRight = ActivationFunction.Apply(convolution.Activation, lowerRight);
            var half = convolution.OutputSize / 2;
            var pooled = convolution.Pooled + ((channel * half + row / 2) * half + column / 2) * Block.Images + lane;
            TLanes.Store(PoolingWindow.Pool(convolution.Pooling, upperLeft, upperRight, lowerLeft, lowerRight), pooled);
        }

        var upper = convolution.Output + channel * convolution.OutputChannelLength + row * convolution.OutputRowLength + column * Block.Images + lane;
        var lower = upper + convolution.OutputRowLength;
        TLanes.Store(upperLeft, upper);
        TLanes.Store(upperRight, upper + Block.Images);
        TLanes.Store(lowerLeft, lower);
        TLanes.Store(lowerRight, lower + Block.Images);
    }
}
