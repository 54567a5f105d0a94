using MnistPipeline.Model;

namespace MnistPipeline.Tests.Model;

/// <summary>LeNet-5 as its definition reads, in doubles: what the tests compare with.</summary>
internal static class PlainNetwork
{
    /// <summary>The logits of one digit of 784 bytes.</summary>
    public static double[] Logits(LeNet5Parameters parameters, byte[] digit)
    {
        var shape = parameters.Architecture;
        double[] input = [.. digit.Select(pixel => (pixel / 255.0 - LeNet5Architecture.PixelMean) / LeNet5Architecture.PixelDeviation)];
        var c1 = Convolve(parameters, "C1", input, 1, 28, LeNet5Architecture.C1Padding);
        var s2 = Pool(shape, c1, 28);
        var c3 = Convolve(parameters, "C3", s2, shape.C1Kernels, 14, 0);
        var s4 = Pool(shape, c3, 10);
        var c5 = Connect(parameters, "C5", s4, isLast: false);
        var f6 = Connect(parameters, "F6", c5, isLast: false);
        return Connect(parameters, "output", f6, isLast: true);
    }

    /// <summary>The softmax of logits.</summary>
    public static double[] Softmax(double[] logits)
    {
        double[] powers = [.. logits.Select(logit => Math.Exp(logit - logits.Max()))];
        return [.. powers.Select(power => power / powers.Sum())];
    }

    private static double Activate(LeNet5Architecture shape, double value) =>
        shape.Activation == Activation.Tanh ? Math.Tanh(value) : Math.Max(0, value);

    // [map, row, column]
    private static double[] Convolve(LeNet5Parameters parameters, string layer, double[] maps, int mapCount, int size, int padding)
    {
        var weights = parameters[layer + ".weight"];
        var bias = parameters[layer + ".bias"];
        var outputSize = size + 2 * padding - 4;
        var output = new double[bias.Length * outputSize * outputSize];
        for (var index = 0; index < output.Length; index++)
        {
            var (kernel, row, column) = (index / (outputSize * outputSize), index / outputSize % outputSize, index % outputSize);
            double sum = bias[kernel];
            for (var tap = 0; tap < mapCount * 25; tap++)
            {
                var (y, x) = (row + tap / 5 % 5 - padding, column + tap % 5 - padding);
                if (y >= 0 && y < size && x >= 0 && x < size)
                {
                    sum += (double)weights[kernel * mapCount * 25 + tap] * maps[(tap / 25 * size + y) * size + x];
                }
            }

            output[index] = Activate(parameters.Architecture, sum);
        }

        return output;
    }

    private static double[] Pool(LeNet5Architecture shape, double[] maps, int size)
    {
        var half = size / 2;
        var output = new double[maps.Length / 4];
        for (var index = 0; index < output.Length; index++)
        {
            var first = (index / half * 2 * size) + (index % half * 2);
            double[] window = [maps[first], maps[first + 1], maps[first + size], maps[first + size + 1]];
            output[index] = shape.Pooling == Pooling.Average ? window.Average() : window.Max();
        }

        return output;
    }

    private static double[] Connect(LeNet5Parameters parameters, string layer, double[] neurons, bool isLast)
    {
        var weights = parameters[layer + ".weight"];
        var bias = parameters[layer + ".bias"];
        var output = new double[bias.Length];
        for (var neuron = 0; neuron < output.Length; neuron++)
        {
            double sum = bias[neuron];
            for (var index = 0; index < neurons.Length; index++)
            {
                sum += (double)weights[neuron * neurons.Length + index] * neurons[index];
            }

            output[neuron] = isLast ? sum : Activate(parameters.Architecture, sum);
        }

        return output;
    }
}
