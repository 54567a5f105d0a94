using MnistPipeline.Model;

namespace MnistPipeline.Engines.Plain;

/// <summary>A convolution with 5x5 kernels over images of any number of channels, with zeros beyond the edges.</summary>
/// <param name="inputChannels">Channels of the input.</param>
/// <param name="inputSize">Rows, and columns, of the input.</param>
/// <param name="outputChannels">Kernels, and so channels of the output.</param>
/// <param name="padding">Zeros that the kernels see beyond each edge.</param>
internal sealed class Convolution(int inputChannels, int inputSize, int outputChannels, int padding)
{
    private const int Kernel = LeNet5Architecture.KernelSize;

    private readonly int _outputSize = inputSize + 2 * padding - Kernel + 1;

    /// <summary>output[o, y, x] = bias[o] + sum over i, r, c of weights[o, i, r, c] input[i, y + r - padding, x + c - padding].</summary>
    /// <param name="input">[image, channel, row, column]</param>
    /// <param name="weights">[output channel, input channel, row, column]</param>
    /// <param name="bias">[output channel]</param>
    /// <returns>[image, channel, row, column]</returns>
    public double[] Forward(double[] input, ReadOnlySpan<double> weights, ReadOnlySpan<double> bias)
    {
        var output = new double[Images(input) * outputChannels * _outputSize * _outputSize];
        for (var at = 0; at < output.Length; at++)
        {
            var (image, outputChannel, row, column) = Position(at);
            var (firstRow, endRow) = Taps(row);
            var (firstColumn, endColumn) = Taps(column);
            var sum = bias[outputChannel];
            for (var inputChannel = 0; inputChannel < inputChannels; inputChannel++)
            {
                for (var kernelRow = firstRow; kernelRow < endRow; kernelRow++)
                {
                    for (var kernelColumn = firstColumn; kernelColumn < endColumn; kernelColumn++)
                    {
                        var pixel = Pixel(image, inputChannel, row + kernelRow - padding, column + kernelColumn - padding);
                        sum += weights[Weight(outputChannel, inputChannel, kernelRow, kernelColumn)] * input[pixel];
                    }
                }
            }

            output[at] = sum;
        }

        return output;
    }

    /// <summary>Each product of the forward pass hands its share of the gradient to its weight and to its input.</summary>
    /// <param name="input">[image, channel, row, column]</param>
    /// <param name="weights">[output channel, input channel, row, column]</param>
    /// <param name="outputGradient">[image, channel, row, column]</param>
    /// <param name="weightGradient">Receives the gradient of the weights.</param>
    /// <param name="biasGradient">Receives the gradient of the biases.</param>
    /// <returns>The gradient of the input.</returns>
    public double[] Backward(
        double[] input, ReadOnlySpan<double> weights, double[] outputGradient, Span<double> weightGradient, Span<double> biasGradient)
    {
        weightGradient.Clear();
        biasGradient.Clear();
        var inputGradient = new double[input.Length];
        for (var at = 0; at < outputGradient.Length; at++)
        {
            var (image, outputChannel, row, column) = Position(at);
            var (firstRow, endRow) = Taps(row);
            var (firstColumn, endColumn) = Taps(column);
            var gradient = outputGradient[at];
            biasGradient[outputChannel] += gradient;
            for (var inputChannel = 0; inputChannel < inputChannels; inputChannel++)
            {
                for (var kernelRow = firstRow; kernelRow < endRow; kernelRow++)
                {
                    for (var kernelColumn = firstColumn; kernelColumn < endColumn; kernelColumn++)
                    {
                        var pixel = Pixel(image, inputChannel, row + kernelRow - padding, column + kernelColumn - padding);
                        var weight = Weight(outputChannel, inputChannel, kernelRow, kernelColumn);
                        weightGradient[weight] += gradient * input[pixel];
                        inputGradient[pixel] += gradient * weights[weight];
                    }
                }
            }
        }

        return inputGradient;
    }

    /// <summary>The kernel's rows (or columns) that meet the input and not the zeros beyond its edges.</summary>
    private (int First, int End) Taps(int position) => (Math.Max(0, padding - position), Math.Min(Kernel, inputSize + padding - position));

    private int Images(double[] input) => input.Length / (inputChannels * inputSize * inputSize);

    private int Pixel(int image, int channel, int row, int column) => ((image * inputChannels + channel) * inputSize + row) * inputSize + column;

    private int Weight(int outputChannel, int inputChannel, int row, int column) =>
        ((outputChannel * inputChannels + inputChannel) * Kernel + row) * Kernel + column;

    /// <summary>Where in [image, channel, row, column] an element of the output lies.</summary>
    private (int Image, int Channel, int Row, int Column) Position(int output)
    {
        var (maps, position) = Math.DivRem(output, _outputSize * _outputSize);
        return (maps / outputChannels, maps % outputChannels, position / _outputSize, position % _outputSize);
    }
}
