using System.Runtime.CompilerServices;
using MnistPipeline.Engines.Cpu.Lanes;
using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>
/// The innermost part of a convolution: two by two positions of up to three output channels. Twelve sums and what feeds them are
/// just as many as AVX2 has registers, so each input is loaded once and used with every channel's weight. The right positions lie
/// 16 floats behind the left ones: the next column of 16 images, or the next 16 columns of one row of digits.
/// </summary>
internal unsafe struct ConvolutionWindow
{
    /// <summary>Sums of a window of the most channels.</summary>
    public const int MaxSums = 4 * MaxChannels;

    private const int MaxChannels = 3;
    private const int Taps = LeNet5Architecture.KernelSize;

    /// <summary>The input under the first tap of the upper left position: [channel, row, column, image].</summary>
    public float* Input;

    /// <summary>The first tap's weights: [input channel, row, column, output channel], 5x5 whatever part is read.</summary>
    public float* Weights;

    /// <summary>One an output channel; null for none.</summary>
    public float* Bias;

    public int InputChannels;

    /// <summary>Floats between two columns of the input: 16 where images lie side by side, 1 where columns do.</summary>
    public int ColumnLength;

    /// <summary>Floats between two rows of the input.</summary>
    public int RowLength;

    /// <summary>Floats between two channels of the input.</summary>
    public int ChannelLength;

    /// <summary>Rows of taps.</summary>
    public int Rows;

    /// <summary>Columns of taps.</summary>
    public int Columns;

    private interface IChannelCount
    {
        static abstract int Value { get; }
    }

    /// <summary>The channels to take of those that are left: three, but of four two and two, as one alone waits for its own sums.</summary>
    public static int ChannelsOf(int left) => left == 4 ? 2 : Math.Min(left, MaxChannels);

    /// <summary>Puts weights in the order in which windows read them: [tile of output channels][input channel, row, column, output channel].</summary>
    /// <param name="weights">The first tap's weight from the first input to the first output channel.</param>
    /// <param name="outputs">The output channels, and floats between two of them.</param>
    /// <param name="inputs">The input channels, and floats between two of them.</param>
    /// <param name="taps">The taps that are taken, 25 at most, and floats between two of them.</param>
    /// <param name="to">Receives 25 taps for each pair of channels, of which those that are not taken stay as they are.</param>
    public static void Pack(float* weights, (int Count, int Stride) outputs, (int Count, int Stride) inputs, (int Count, int Stride) taps, float* to)
    {
        int taken;
        for (var channel = 0; channel < outputs.Count; channel += taken)
        {
            taken = ChannelsOf(outputs.Count - channel);
            for (var input = 0; input < inputs.Count; input++, to += Taps * Taps * taken)
            {
                var from = weights + channel * outputs.Stride + input * inputs.Stride;
                for (var tap = 0; tap < taps.Count; tap++)
                {
                    for (var next = 0; next < taken; next++)
                    {
                        to[tap * taken + next] = from[next * outputs.Stride + tap * taps.Stride];
                    }
                }
            }
        }
    }

    /// <summary>Sums up some channels.</summary>
    /// <param name="channels">The channels, 1 to 3.</param>
    /// <param name="sums">Receives [channel, row, column, lane].</param>
    public readonly void Sum<TLanes>(int channels, float* sums)
        where TLanes : struct, ILanes<TLanes>
    {
        switch (channels)
        {
            case 1: Sum<TLanes, One>(this, sums); break;
            case 2: Sum<TLanes, Two>(this, sums); break;
            default: Sum<TLanes, Three>(this, sums); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum<TLanes, TChannels>(in ConvolutionWindow window, float* sums)
        where TLanes : struct, ILanes<TLanes>
        where TChannels : struct, IChannelCount
    {
        var bias = window.Bias;

        // sum[channel][row][column]
        TLanes sum000 = TLanes.Zero, sum100 = TLanes.Zero, sum200 = TLanes.Zero;
        if (bias is not null)
        {
            sum000 = TLanes.Broadcast(bias[0]);
            sum100 = TChannels.Value > 1 ? TLanes.Broadcast(bias[1]) : sum000;
            sum200 = TChannels.Value > 2 ? TLanes.Broadcast(bias[2]) : sum000;
        }

        TLanes sum001 = sum000, sum010 = sum000, sum011 = sum000;
        TLanes sum101 = sum100, sum110 = sum100, sum111 = sum100;
        TLanes sum201 = sum200, sum210 = sum200, sum211 = sum200;
        var columns = window.Columns;
        nint columnLength = window.ColumnLength;
        nint rowLength = window.RowLength;
        var channelInput = window.Input;
        var channelWeights = window.Weights;
        for (var channel = window.InputChannels; channel > 0; channel--)
        {
            var rowInput = channelInput;
            var rowWeights = channelWeights;
            for (var row = window.Rows; row > 0; row--)
            {
                var upper = rowInput;
                var lower = rowInput + rowLength;
                var weight = rowWeights;
                for (var column = columns; column > 0; column--)
                {
                    var factor0 = TLanes.Broadcast(weight[0]);
                    var factor1 = TChannels.Value > 1 ? TLanes.Broadcast(weight[1]) : factor0;
                    var factor2 = TChannels.Value > 2 ? TLanes.Broadcast(weight[2]) : factor0;
                    var value = TLanes.Load(upper);
                    sum000 = TLanes.FusedMultiplyAdd(value, factor0, sum000);
                    sum100 = TChannels.Value > 1 ? TLanes.FusedMultiplyAdd(value, factor1, sum100) : sum100;
                    sum200 = TChannels.Value > 2 ? TLanes.FusedMultiplyAdd(value, factor2, sum200) : sum200;
                    value = TLanes.Load(upper + Block.Images);
                    sum001 = TLanes.FusedMultiplyAdd(value, factor0, sum001);
                    sum101 = TChannels.Value > 1 ? TLanes.FusedMultiplyAdd(value, factor1, sum101) : sum101;
                    sum201 = TChannels.Value > 2 ? TLanes.FusedMultiplyAdd(value, factor2, sum201) : sum201;
                    value = TLanes.Load(lower);
                    sum010 = TLanes.FusedMultiplyAdd(value, factor0, sum010);
                    sum110 = TChannels.Value > 1 ? TLanes.FusedMultiplyAdd(value, factor1, sum110) : sum110;
                    sum210 = TChannels.Value > 2 ? TLanes.FusedMultiplyAdd(value, factor2, sum210) : sum210;
                    value = TLanes.Load(lower + Block.Images);
                    sum011 = TLanes.FusedMultiplyAdd(value, factor0, sum011);
                    sum111 = TChannels.Value > 1 ? TLanes.FusedMultiplyAdd(value, factor1, sum111) : sum111;
                    sum211 = TChannels.Value > 2 ? TLanes.FusedMultiplyAdd(value, factor2, sum211) : sum211;
                    upper += columnLength;
                    lower += columnLength;
                    weight += TChannels.Value;
                }

                rowInput += rowLength;
                rowWeights += Taps * TChannels.Value;
            }

            channelInput += window.ChannelLength;
            channelWeights += Taps * Taps * TChannels.Value;
        }

        Store(sums, sum000, sum001, sum010, sum011);
        if (TChannels.Value > 1)
        {
            Store(sums + 4 * TLanes.Count, sum100, sum101, sum110, sum111);
        }

        if (TChannels.Value > 2)
        {
            Store(sums + 8 * TLanes.Count, sum200, sum201, sum210, sum211);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TLanes>(float* sums, TLanes upperLeft, TLanes upperRight, TLanes lowerLeft, TLanes lowerRight)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes.Store(upperLeft, sums);
        TLanes.Store(upperRight, sums + TLanes.Count);
        TLanes.Store(lowerLeft, sums + 2 * TLanes.Count);
        TLanes.Store(lowerRight, sums + 3 * TLanes.Count);
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
