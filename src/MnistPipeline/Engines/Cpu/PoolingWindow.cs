using System.Runtime.CompilerServices;
using MnistPipeline.Engines.Cpu.Lanes;
using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>S2 and S4: four values of a 2x2 window become one, and its gradient goes back to them.</summary>
internal static unsafe class PoolingWindow
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Pool<TLanes>(Pooling pooling, TLanes upperLeft, TLanes upperRight, TLanes lowerLeft, TLanes lowerRight)
        where TLanes : struct, ILanes<TLanes> =>
        pooling == Pooling.Average
            ? (upperLeft + upperRight + (lowerLeft + lowerRight)) * TLanes.Broadcast(0.25f)
            : Larger(Larger(upperLeft, upperRight), Larger(lowerLeft, lowerRight));

    /// <summary>
    /// Takes the gradient back through the pooling and the activation before it, one channel of one block. The largest value
    /// of a window gets its gradient, the first in row-major order where several are equal.
    /// </summary>
    /// <param name="activation">What came before the pooling.</param>
    /// <param name="pooling">The pooling.</param>
    /// <param name="values">[row, column, image]: the activated values, which become the gradient of what the activation was given.</param>
    /// <param name="rowLength">Floats between two of its rows.</param>
    /// <param name="pooled">[row / 2, column / 2, image]</param>
    /// <param name="pooledGradient">[row / 2, column / 2, image]</param>
    /// <param name="pooledSize">Rows, and columns, of the pooled map.</param>
    /// <returns>The sum of the gradient that comes out.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Backward<TLanes>(
        Activation activation, Pooling pooling, float* values, int rowLength, float* pooled, float* pooledGradient, int pooledSize)
        where TLanes : struct, ILanes<TLanes>
    {
        var sums = stackalloc float[Block.Images];
        for (var lane = 0; lane < Block.Images; lane += TLanes.Count)
        {
            var sum = TLanes.Zero;
            for (var row = 0; row < pooledSize; row++)
            {
                var upper = values + 2 * row * rowLength + lane;
                var lower = upper + rowLength;
                for (var column = 0; column < pooledSize; column++)
                {
                    var at = (row * pooledSize + column) * Block.Images + lane;
                    var gradient = TLanes.Load(pooledGradient + at);
                    var upperLeft = TLanes.Load(upper);
                    var upperRight = TLanes.Load(upper + Block.Images);
                    var lowerLeft = TLanes.Load(lower);
                    var lowerRight = TLanes.Load(lower + Block.Images);
                    TLanes share1, share2, share3, share4;
                    if (pooling == Pooling.Average)
                    {
                        share1 = gradient * TLanes.Broadcast(0.25f);
                        (share2, share3, share4) = (share1, share1, share1);
                    }
                    else
                    {
                        var largest = TLanes.Load(pooled + at);
                        var left = gradient;
                        share1 = Take(upperLeft, largest, ref left);
                        share2 = Take(upperRight, largest, ref left);
                        share3 = Take(lowerLeft, largest, ref left);
                        share4 = Take(lowerRight, largest, ref left);
                    }

                    share1 = ActivationFunction.Backward(activation, share1, upperLeft);
                    share2 = ActivationFunction.Backward(activation, share2, upperRight);
                    share3 = ActivationFunction.Backward(activation, share3, lowerLeft);
                    share4 = ActivationFunction.Backward(activation, share4, lowerRight);
                    TLanes.Store(share1, upper);
                    TLanes.Store(share2, upper + Block.Images);
                    TLanes.Store(share3, lower);
                    TLanes.Store(share4, lower + Block.Images);
                    sum += share1 + share2 + (share3 + share4);
                    upper += 2 * Block.Images;
                    lower += 2 * Block.Images;
                }
            }

            TLanes.Store(sum, sums + lane);
        }

        return LaneSum.Of(sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Larger<TLanes>(TLanes one, TLanes other)
        where TLanes : struct, ILanes<TLanes> => TLanes.WhereLess(one, other, other, one);

    /// <summary>All of what is left where the value is the largest, and nothing is left then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Take<TLanes>(TLanes value, TLanes largest, ref TLanes left)
        where TLanes : struct, ILanes<TLanes>
    {
        var taken = TLanes.WhereEqual(value, largest, left, TLanes.Zero);
        left = TLanes.WhereEqual(value, largest, TLanes.Zero, left);
        return taken;
    }
}
