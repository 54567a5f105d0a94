using System.Numerics.Tensors;
using MnistPipeline.Engines;
using MnistPipeline.Model;

namespace MnistPipeline.Tests.Training;

/// <summary>
/// A small real learner behind the engine's interface: ten linear neurons on the pixels, in the first 7,850 of LeNet-5's
/// parameters, trained by SGD with momentum, and averaged.
/// </summary>
internal sealed class SoftmaxRegressionEngine(LeNet5Parameters initial, OptimizerOptions optimizer) : IEngine
{
    private const int Pixels = Digit.Pixels;

    private readonly float[] _gradient = new float[initial.Values.Length];
    private float[] _weights = new float[initial.Values.Length];
    private float[] _velocity = new float[initial.Values.Length];
    private float[] _average = new float[initial.Values.Length];
    private float[] _losses = [];

    public List<float> LearningRates { get; } = [];

    public List<int> BatchSizes { get; } = [];

    public Action<int>? BeforeStep { get; init; }

    public int Steps { get; private set; }

    public string Description => "softmax regression";

    public LeNet5Architecture Architecture => initial.Architecture;

    public float TrainStep(ReadOnlySpan<byte> images, ReadOnlySpan<int> labels, float learningRate)
    {
        BeforeStep?.Invoke(Steps);
        LearningRates.Add(learningRate);
        BatchSizes.Add(labels.Length);
        Array.Clear(_gradient);
        var logits = new float[10];
        var inputs = new float[Pixels];
        _losses = new float[labels.Length];
        for (var image = 0; image < labels.Length; image++)
        {
            Forward(_weights, images.Slice(image * Pixels, Pixels), inputs, logits);
            TensorPrimitives.SoftMax(logits, logits);
            if (labels[image] == EngineInput.NoClass)
            {
                TensorPrimitives.Subtract(logits, 0.1f, logits);
            }
            else
            {
                _losses[image] = -MathF.Log(logits[labels[image]]);
                logits[labels[image]] -= 1;
            }

            for (var neuron = 0; neuron < 10; neuron++)
            {
                var gradient = _gradient.AsSpan(neuron * Pixels, Pixels);
                TensorPrimitives.MultiplyAdd(inputs, logits[neuron] / labels.Length, gradient, gradient);
            }
        }

        for (var index = 0; index < _weights.Length; index++)
        {
            _velocity[index] = optimizer.Momentum * _velocity[index] + _gradient[index];
            _weights[index] -= learningRate * _velocity[index];
            _average[index] += (1 - optimizer.AveragingDecay) * (_weights[index] - _average[index]);
        }

        Steps++;
        return _losses.Average();
    }

    public float TrainStepTowards(ReadOnlySpan<byte> images, ReadOnlySpan<float> targets, float learningRate) => throw new NotSupportedException();

    public void CopyLosses(Span<float> losses) => _losses.CopyTo(losses);

    public void ComputeLogits(ReadOnlySpan<byte> images, Span<float> logits)
    {
        var inputs = new float[Pixels];
        for (var image = 0; image < images.Length / Pixels; image++)
        {
            Forward(_average, images.Slice(image * Pixels, Pixels), inputs, logits.Slice(10 * image, 10));
        }
    }

    public EngineState CaptureState() => new()
    {
        Parameters = [.. _weights],
        FirstMoment = [.. _velocity],
        SecondMoment = [],
        Average = [.. _average],
        Steps = Steps,
    };

    public void RestoreState(EngineState state)
    {
        _weights = [.. state.Parameters];
        _velocity = [.. state.FirstMoment];
        _average = [.. state.Average];
        Steps = state.Steps;
    }

    public void Dispose()
    {
    }

    private static void Forward(float[] weights, ReadOnlySpan<byte> image, float[] inputs, Span<float> logits)
    {
        for (var pixel = 0; pixel < Pixels; pixel++)
        {
            inputs[pixel] = image[pixel] / 255f;
        }

        for (var neuron = 0; neuron < 10; neuron++)
        {
            logits[neuron] = TensorPrimitives.Dot(weights.AsSpan(neuron * Pixels, Pixels), inputs);
        }
    }
}
