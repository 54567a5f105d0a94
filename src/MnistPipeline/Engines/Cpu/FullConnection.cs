using System.Runtime.CompilerServices;
using MnistPipeline.Engines.Cpu.Lanes;
using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>C5, F6 and output for one block, forward and back to their inputs.</summary>
internal static unsafe class FullConnection
{
    /// <summary>Rows that <see cref="Backward"/> may write beyond the last input.</summary>
    public const int Slack = InputTile - 1;

    private const int OutputTile = 6;
    private const int InputTile = 12;

    /// <summary>output = activation(weights input + bias), six outputs at a time, even and odd inputs summed apart.</summary>
    /// <param name="weights">[output, input], rows <paramref name="stride"/> floats apart, zero beyond the last input.</param>
    /// <param name="stride">Floats between two rows of weights.</param>
    /// <param name="bias">[output]</param>
    /// <param name="input">[input, image], with one more row of any finite values where the number of inputs is odd.</param>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="output">[output, image]</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="activation">What follows; null for nothing.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TLanes>(
        float* weights, int stride, float* bias, float* input, int inputs, float* output, int outputs, Activation? activation)
        where TLanes : struct, ILanes<TLanes>
    {
        for (var lane = 0; lane < Block.Images; lane += TLanes.Count)
        {
            for (var first = 0; first < outputs; first += OutputTile)
            {
                // Beyond the last output the last one is computed again.
                var last = outputs - 1 - first;
                var row0 = weights + first * stride;
                var row1 = row0 + Math.Min(1, last) * stride;
                var row2 = row0 + Math.Min(2, last) * stride;
                var row3 = row0 + Math.Min(3, last) * stride;
                var row4 = row0 + Math.Min(4, last) * stride;
                var row5 = row0 + Math.Min(5, last) * stride;
                var even0 = TLanes.Broadcast(bias[first]);
                var even1 = TLanes.Broadcast(bias[first + Math.Min(1, last)]);
                var even2 = TLanes.Broadcast(bias[first + Math.Min(2, last)]);
                var even3 = TLanes.Broadcast(bias[first + Math.Min(3, last)]);
                var even4 = TLanes.Broadcast(bias[first + Math.Min(4, last)]);
                var even5 = TLanes.Broadcast(bias[first + Math.Min(5, last)]);
                TLanes odd0 = TLanes.Zero, odd1 = TLanes.Zero, odd2 = TLanes.Zero, odd3 = TLanes.Zero, odd4 = TLanes.Zero, odd5 = TLanes.Zero;
                var from = input + lane;
                for (nint at = 0; at < inputs; at += 2)
                {
                    var value = TLanes.Load(from);
                    even0 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(row0[at]), value, even0);
                    even1 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(row1[at]), value, even1);
                    even2 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(row2[at]), value, even2);
                    even3 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(row3[at]), value, even3);
                    even4 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(row4[at]), value, even4);
                    even5 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(row5[at]), value, even5);
                    value = TLanes.Load(from + Block.Images);
                    odd0 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(row0[at + 1]), value, odd0);
                    odd1 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(row1[at + 1]), value, odd1);
                    odd2 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(row2[at + 1]), value, odd2);
                    odd3 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(row3[at + 1]), value, odd3);
                    odd4 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(row4[at + 1]), value, odd4);
                    odd5 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(row5[at + 1]), value, odd5);
                    from += 2 * Block.Images;
                }

                var to = output + first * Block.Images + lane;
                Finish(even0 + odd0, activation, to, 0, last);
                Finish(even1 + odd1, activation, to, 1, last);
                Finish(even2 + odd2, activation, to, 2, last);
                Finish(even3 + odd3, activation, to, 3, last);
                Finish(even4 + odd4, activation, to, 4, last);
                Finish(even5 + odd5, activation, to, 5, last);
            }
        }
    }

    /// <summary>inputGradient = transposed weights times outputGradient, twelve inputs at a time.</summary>
    /// <param name="weights">[output, input], rows <paramref name="stride"/> floats apart, readable eleven floats beyond the last input.</param>
    /// <param name="stride">Floats between two rows of weights.</param>
    /// <param name="outputGradient">[output, image]</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="inputGradient">[input, image], with room for <see cref="Slack"/> more rows.</param>
    /// <param name="inputs">The number of inputs.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<TLanes>(float* weights, int stride, float* outputGradient, int outputs, float* inputGradient, int inputs)
        where TLanes : struct, ILanes<TLanes>
    {
        for (var lane = 0; lane < Block.Images; lane += TLanes.Count)
        {
            for (var first = 0; first < inputs; first += InputTile)
            {
                TLanes sum0 = TLanes.Zero, sum1 = TLanes.Zero, sum2 = TLanes.Zero, sum3 = TLanes.Zero, sum4 = TLanes.Zero, sum5 = TLanes.Zero;
                TLanes sum6 = TLanes.Zero, sum7 = TLanes.Zero, sum8 = TLanes.Zero, sum9 = TLanes.Zero, sum10 = TLanes.Zero, sum11 = TLanes.Zero;
                var weight = weights + first;
                var from = outputGradient + lane;
                for (var output = outputs; output > 0; output--)
                {
                    var gradient = TLanes.Load(from);
                    sum0 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(weight[0]), gradient, sum0);
                    sum1 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(weight[1]), gradient, sum1);
                    sum2 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(weight[2]), gradient, sum2);
                    sum3 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(weight[3]), gradient, sum3);
                    sum4 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(weight[4]), gradient, sum4);
                    sum5 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(weight[5]), gradient, sum5);
                    sum6 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(weight[6]), gradient, sum6);
                    sum7 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(weight[7]), gradient, sum7);
                    sum8 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(weight[8]), gradient, sum8);
                    sum9 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(weight[9]), gradient, sum9);
                    sum10 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(weight[10]), gradient, sum10);
                    sum11 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(weight[11]), gradient, sum11);
                    weight += stride;
                    from += Block.Images;
                }

                var to = inputGradient + first * Block.Images + lane;
                TLanes.Store(sum0, to);
                TLanes.Store(sum1, to + Block.Images);
                TLanes.Store(sum2, to + 2 * Block.Images);
                TLanes.Store(sum3, to + 3 * Block.Images);
                TLanes.Store(sum4, to + 4 * Block.Images);
                TLanes.Store(sum5, to + 5 * Block.Images);
                TLanes.Store(sum6, to + 6 * Block.Images);
                TLanes.Store(sum7, to + 7 * Block.Images);
                TLanes.Store(sum8, to + 8 * Block.Images);
                TLanes.Store(sum9, to + 9 * Block.Images);
                TLanes.Store(sum10, to + 10 * Block.Images);
                TLanes.Store(sum11, to + 11 * Block.Images);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TLanes>(TLanes sum, Activation? activation, float* to, int output, int last)
        where TLanes : struct, ILanes<TLanes>
    {
        if (output <= last)
        {
            TLanes.Store(activation is { } function ? ActivationFunction.Apply(function, sum) : sum, to + output * Block.Images);
        }
    }
}
