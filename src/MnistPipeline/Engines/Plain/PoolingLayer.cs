using MnistPipeline.Model;

namespace MnistPipeline.Engines.Plain;

/// <summary>S2 or S4: of each 2x2 window the mean or the largest value.</summary>
internal static class PoolingLayer
{
    /// <summary>Pools maps of an even size.</summary>
    /// <param name="pooling">The kind.</param>
    /// <param name="input">[map, row, column], whatever the maps are of.</param>
    /// <param name="size">Rows, and columns, of a map.</param>
    /// <returns>[map, row / 2, column / 2]</returns>
    public static double[] Forward(Pooling pooling, double[] input, int size)
    {
        var output = new double[input.Length / 4];
        for (var at = 0; at < output.Length; at++)
        {
            var window = Window(at, size);
            output[at] = pooling == Pooling.Average ? window.Average(index => input[index]) : window.Max(index => input[index]);
        }

        return output;
    }

    /// <summary>A quarter of the gradient goes to each value of a window, or all of it to the largest, the first where several are equal.</summary>
    public static double[] Backward(Pooling pooling, double[] input, int size, double[] outputGradient)
    {
        var inputGradient = new double[input.Length];
        for (var at = 0; at < outputGradient.Length; at++)
        {
            var window = Window(at, size);
            if (pooling == Pooling.Average)
            {
                foreach (var index in window)
                {
                    inputGradient[index] = outputGradient[at] / 4;
                }
            }
            else
            {
                inputGradient[window.MaxBy(index => input[index])] = outputGradient[at];
            }
        }

        return inputGradient;
    }

    /// <summary>The four indices of the window that an output stands for, in row-major order.</summary>
    private static int[] Window(int output, int size)
    {
        var half = size / 2;
        var map = output / (half * half);
        var upperLeft = (map * size + 2 * (output / half % half)) * size + 2 * (output % half);
        return [upperLeft, upperLeft + 1, upperLeft + size, upperLeft + size + 1];
    }
}
