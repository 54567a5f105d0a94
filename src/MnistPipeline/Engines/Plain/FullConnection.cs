namespace MnistPipeline.Engines.Plain;

/// <summary>A layer whose every neuron is connected to every input.</summary>
/// <param name="inputs">The number of inputs.</param>
/// <param name="outputs">The number of neurons.</param>
internal sealed class FullConnection(int inputs, int outputs)
{
    /// <summary>output[o] = bias[o] + sum over i of weights[o, i] input[i].</summary>
    /// <param name="input">[image, input]</param>
    /// <param name="weights">[output, input]</param>
    /// <param name="bias">[output]</param>
    /// <returns>[image, output]</returns>
    public double[] Forward(double[] input, ReadOnlySpan<double> weights, ReadOnlySpan<double> bias)
    {
        var images = input.Length / inputs;
        var output = new double[images * outputs];
        for (var image = 0; image < images; image++)
        {
            for (var o = 0; o < outputs; o++)
            {
                var sum = bias[o];
                for (var i = 0; i < inputs; i++)
                {
                    sum += weights[o * inputs + i] * input[image * inputs + i];
                }

                output[image * outputs + o] = sum;
            }
        }

        return output;
    }

    /// <summary>Each product of the forward pass hands its share of the gradient to its weight and to its input.</summary>
    /// <param name="input">[image, input]</param>
    /// <param name="weights">[output, input]</param>
    /// <param name="outputGradient">[image, output]</param>
    /// <param name="weightGradient">Receives the gradient of the weights.</param>
    /// <param name="biasGradient">Receives the gradient of the biases.</param>
    /// <returns>The gradient of the input.</returns>
    public double[] Backward(
        double[] input, ReadOnlySpan<double> weights, double[] outputGradient, Span<double> weightGradient, Span<double> biasGradient)
    {
        weightGradient.Clear();
        biasGradient.Clear();
        var inputGradient = new double[input.Length];
        var images = input.Length / inputs;
        for (var image = 0; image < images; image++)
        {
            for (var o = 0; o < outputs; o++)
            {
                var gradient = outputGradient[image * outputs + o];
                biasGradient[o] += gradient;
                for (var i = 0; i < inputs; i++)
                {
                    weightGradient[o * inputs + i] += gradient * input[image * inputs + i];
                    inputGradient[image * inputs + i] += gradient * weights[o * inputs + i];
                }
            }
        }

        return inputGradient;
    }
}
