using System.Runtime.CompilerServices;
using MnistPipeline.Engines.Cpu.Lanes;
using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>tanh or max(0, x), and their derivatives.</summary>
internal static unsafe class ActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes>(Activation activation, TLanes x)
        where TLanes : struct, ILanes<TLanes> =>
        activation == Activation.Tanh ? LaneMath.Tanh(x) : TLanes.WhereLess(x, TLanes.Zero, TLanes.Zero, x);

    /// <summary>The gradient times the derivative, which the activated value alone tells: 1 - tanh², or 1 above 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Backward<TLanes>(Activation activation, TLanes gradient, TLanes activated)
        where TLanes : struct, ILanes<TLanes> =>
        activation == Activation.Tanh
            ? gradient - gradient * activated * activated
            : TLanes.WhereLess(TLanes.Zero, activated, gradient, TLanes.Zero);

    /// <summary>Multiplies the gradient by the derivative, value by value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<TLanes>(Activation activation, float* gradient, float* activated, int length)
        where TLanes : struct, ILanes<TLanes>
    {
        for (var at = 0; at < length; at += TLanes.Count)
        {
            TLanes.Store(Backward(activation, TLanes.Load(gradient + at), TLanes.Load(activated + at)), gradient + at);
        }
    }
}
