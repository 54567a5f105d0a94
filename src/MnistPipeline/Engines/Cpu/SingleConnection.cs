using System.Runtime.CompilerServices;
using MnistPipeline.Engines.Cpu.Lanes;
using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>
/// C5, F6 and output for one image alone. The lanes, which elsewhere are images, are outputs, whose weights lie side by side for it. Each sum has the terms of
/// <see cref="FullConnection"/> in the same order, and so the same bits.
/// </summary>
internal static unsafe class SingleConnection
{
    private const int Tile = 4;

    /// <summary>The floats that the turned weights of all full connections take.</summary>
    public static int Length(ParameterLayout layout) => Offset(layout, Layer.Output + 1);

    /// <summary>Turns the weights of all full connections.</summary>
    /// <param name="layout">Where they lie.</param>
    /// <param name="parameters">The network's.</param>
    /// <param name="turned">As long as <see cref="Length"/> says, all zeros.</param>
    public static void Turn(ParameterLayout layout, float* parameters, float* turned)
    {
        for (var layer = Layer.C5; layer <= Layer.Output; layer++)
        {
            var from = parameters + layout.Offset(layer, bias: false);
            var to = turned + Offset(layout, layer);
            var stride = Block.RoundUp(layout.Outputs(layer));
            for (var output = 0; output < layout.Outputs(layer); output++, from += layout.RowStride(layer))
            {
                for (var input = 0; input < layout.Inputs(layer); input++)
                {
                    to[input * stride + output] = from[input];
                }
            }
        }
    }

    /// <summary>output = activation(weights input + bias), even and odd inputs summed apart.</summary>
    /// <param name="layout">Where the parameters lie.</param>
    /// <param name="layer">A full connection.</param>
    /// <param name="parameters">The network's, of which the biases are read.</param>
    /// <param name="turned">What <see cref="Turn"/> made of the weights.</param>
    /// <param name="input">[input], with one more of any finite value where the number of inputs is odd.</param>
    /// <param name="output">[output], with room up to the next multiple of 16.</param>
    /// <param name="activation">What follows; null for nothing.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TLanes>(ParameterLayout layout, Layer layer, float* parameters, float* turned, float* input, float* output, Activation? activation)
        where TLanes : struct, ILanes<TLanes>
    {
        var weights = turned + Offset(layout, layer);
        var bias = parameters + layout.Offset(layer, bias: true);
        var inputs = layout.Inputs(layer);
        var stride = Block.RoundUp(layout.Outputs(layer));
        for (var first = 0; first < stride; first += Tile * TLanes.Count)
        {
            // Beyond the last outputs these are computed again.
            var last = stride - TLanes.Count - first;
            nint to1 = Math.Min(TLanes.Count, last), to2 = Math.Min(2 * TLanes.Count, last), to3 = Math.Min(3 * TLanes.Count, last);
            TLanes even0 = TLanes.Load(bias + first), even1 = TLanes.Load(bias + first + to1), even2 = TLanes.Load(bias + first + to2), even3 = TLanes.Load(bias + first + to3);
            TLanes odd0 = TLanes.Zero, odd1 = TLanes.Zero, odd2 = TLanes.Zero, odd3 = TLanes.Zero;
            var row = weights + first;
            for (var at = 0; at < inputs; at += 2)
            {
                var value = TLanes.Broadcast(input[at]);
                even0 = TLanes.FusedMultiplyAdd(TLanes.Load(row), value, even0);
                even1 = TLanes.FusedMultiplyAdd(TLanes.Load(row + to1), value, even1);
                even2 = TLanes.FusedMultiplyAdd(TLanes.Load(row + to2), value, even2);
                even3 = TLanes.FusedMultiplyAdd(TLanes.Load(row + to3), value, even3);
                row += stride;
                value = TLanes.Broadcast(input[at + 1]);
                odd0 = TLanes.FusedMultiplyAdd(TLanes.Load(row), value, odd0);
                odd1 = TLanes.FusedMultiplyAdd(TLanes.Load(row + to1), value, odd1);
                odd2 = TLanes.FusedMultiplyAdd(TLanes.Load(row + to2), value, odd2);
                odd3 = TLanes.FusedMultiplyAdd(TLanes.Load(row + to3), value, odd3);
                row += stride;
            }

            Finish(even0 + odd0, activation, output + first);
            Finish(even1 + odd1, activation, output + first + to1);
            Finish(even2 + odd2, activation, output + first + to2);
            Finish(even3 + odd3, activation, output + first + to3);
        }
    }

    // Where the turned weights of a layer begin: [input, output], with a row of zeros behind the last input.
    private static int Offset(ParameterLayout layout, Layer layer)
    {
        var offset = 0;
        for (var before = Layer.C5; before < layer; before++)
        {
            offset += (layout.Inputs(before) + 1) * Block.RoundUp(layout.Outputs(before));
        }

        return offset;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TLanes>(TLanes sum, Activation? activation, float* to)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.Store(activation is { } function ? ActivationFunction.Apply(function, sum) : sum, to);
}
