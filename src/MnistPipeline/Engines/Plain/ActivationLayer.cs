using MnistPipeline.Model;

namespace MnistPipeline.Engines.Plain;

/// <summary>tanh or max(0, x), value by value.</summary>
internal static class ActivationLayer
{
    public static double[] Forward(Activation activation, double[] input) =>
        Array.ConvertAll(input, x => activation == Activation.Tanh ? Math.Tanh(x) : Math.Max(0, x));

    /// <summary>The gradient times the derivative, which the activated value alone tells: 1 - tanh², or 1 above 0.</summary>
    public static double[] Backward(Activation activation, double[] activated, double[] gradient)
    {
        var inputGradient = new double[gradient.Length];
        for (var at = 0; at < gradient.Length; at++)
        {
            var y = activated[at];
            inputGradient[at] = gradient[at] * (activation == Activation.Tanh ? 1 - y * y : y > 0 ? 1 : 0);
        }

        return inputGradient;
    }
}
