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

    private interface IChannelCount
    {
        static abstract int Value { get; }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TLanes>(in Convolution convolution)
        where TLanes : struct, ILanes<TLanes>
    {
        for (var lane = 0; lane < Block.Images; lane += TLanes.Count)
        {
            for (var row = 0; row < convolution.OutputSize; row += 2)
            {
                for (var column = 0; column < convolution.OutputSize; column += 2)
                {
                    // Three channels fill the registers best; a last one alone would wait for its own sums, so four are two and two.
                    int taken;
                    for (var channel = 0; channel < convolution.OutputChannels; channel += taken)
                    {
                        var left = convolution.OutputChannels - channel;
                        taken = left == 4 ? 2 : Math.Min(left, 3);
                        switch (taken)
                        {
                            case 3: Window<TLanes, Three>(convolution, channel, row, column, lane); break;
                            case 2: Window<TLanes, Two>(convolution, channel, row, column, lane); break;
                            default: Window<TLanes, One>(convolution, channel, row, column, lane); break;
                        }
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Window<TLanes, TChannels>(in Convolution convolution, int channel, int row, int column, int lane)
        where TLanes : struct, ILanes<TLanes>
        where TChannels : struct, IChannelCount
    {
        var top = row + convolution.Origin;
        var left = column + convolution.Origin;
        var firstRow = Math.Max(0, -top);
        var endRow = Math.Min(Taps, convolution.InputSize - 1 - top);
        var firstColumn = Math.Max(0, -left);
        var taps = Math.Min(Taps, convolution.InputSize - 1 - left) - firstColumn;
        var rowLength = convolution.InputSize * Block.Images;
        var tapStride = convolution.TapStride;
        var stride = convolution.OutputWeightStride;
        var bias = convolution.Bias is null ? null : convolution.Bias + channel;

        // sum[channel][row][column]
        var sum000 = bias is null ? TLanes.Zero : TLanes.Broadcast(bias[0]);
        var sum100 = TChannels.Value < 2 || bias is null ? TLanes.Zero : TLanes.Broadcast(bias[1]);
        var sum200 = TChannels.Value < 3 || bias is null ? TLanes.Zero : TLanes.Broadcast(bias[2]);
        var (sum001, sum010, sum011) = (sum000, sum000, sum000);
        var (sum101, sum110, sum111) = (sum100, sum100, sum100);
        var (sum201, sum210, sum211) = (sum200, sum200, sum200);
        for (var inputChannel = 0; inputChannel < convolution.InputChannels; inputChannel++)
        {
            var weights = convolution.Weights + channel * stride + inputChannel * convolution.InputWeightStride;
            var input = convolution.Input + (inputChannel * convolution.InputSize + top) * rowLength + left * Block.Images + lane;
            for (var tapRow = firstRow; tapRow < endRow; tapRow++)
            {
                var weight = weights + (tapRow * Taps + firstColumn) * tapStride;
                var upper = input + tapRow * rowLength + firstColumn * Block.Images;
                var lower = upper + rowLength;
                for (var tap = taps; tap > 0; tap--)
                {
                    var upperLeft = TLanes.Load(upper);
                    var upperRight = TLanes.Load(upper + Block.Images);
                    var lowerLeft = TLanes.Load(lower);
                    var lowerRight = TLanes.Load(lower + Block.Images);
                    var factor = TLanes.Broadcast(weight[0]);
                    sum000 = TLanes.FusedMultiplyAdd(factor, upperLeft, sum000);
                    sum001 = TLanes.FusedMultiplyAdd(factor, upperRight, sum001);
                    sum010 = TLanes.FusedMultiplyAdd(factor, lowerLeft, sum010);
                    sum011 = TLanes.FusedMultiplyAdd(factor, lowerRight, sum011);
                    if (TChannels.Value > 1)
                    {
                        factor = TLanes.Broadcast(weight[stride]);
                        sum100 = TLanes.FusedMultiplyAdd(factor, upperLeft, sum100);
                        sum101 = TLanes.FusedMultiplyAdd(factor, upperRight, sum101);
                        sum110 = TLanes.FusedMultiplyAdd(factor, lowerLeft, sum110);
                        sum111 = TLanes.FusedMultiplyAdd(factor, lowerRight, sum111);
                    }

                    if (TChannels.Value > 2)
                    {
                        factor = TLanes.Broadcast(weight[2 * stride]);
                        sum200 = TLanes.FusedMultiplyAdd(factor, upperLeft, sum200);
                        sum201 = TLanes.FusedMultiplyAdd(factor, upperRight, sum201);
                        sum210 = TLanes.FusedMultiplyAdd(factor, lowerLeft, sum210);
                        sum211 = TLanes.FusedMultiplyAdd(factor, lowerRight, sum211);
                    }

                    weight += tapStride;
                    upper += Block.Images;
                    lower += Block.Images;
                }
            }
        }

        Finish(convolution, channel, row, column, lane, sum000, sum001, sum010, sum011);
        if (TChannels.Value > 1)
        {
            Finish(convolution, channel + 1, row, column, lane, sum100, sum101, sum110, sum111);
        }

        if (TChannels.Value > 2)
        {
            Finish(convolution, channel + 2, row, column, lane, sum200, sum201, sum210, sum211);
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

    private readonly struct One : IChannelCount
    {
        public static int Value => 1;
    }

    private readonly struct Two : IChannelCount
    {
        public static int Value => 2;
    }

    private readonly struct Three : IChannelCount
    {
        public static int Value => 3;
    }
}
